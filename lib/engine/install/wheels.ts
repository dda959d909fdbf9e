/** Where one platform's TensorFlow library is found. */
export interface Wheel {
  /** Python package: `tensorflow-cpu`. */
  package: string;
  /** Platform tags that pip is asked for, as wheels' file names end in them. */
  tags: readonly string[];
  /** Paths of the files inside the wheel. */
  members: readonly string[];
  /** Bytes of the wheel of `defaultVersion`, roughly: for the question whether the disk has room. */
  wheelBytes: number;
  /** Bytes of the members, unpacked, roughly. */
  memberBytes: number;
  /** Digest of the wheel of `defaultVersion`, where we have seen it ourselves. Otherwise pip's own check against the
   *  index and the digests inside the wheel hold. */
  sha256?: string;
}

/** TensorFlow's version that roux is tested with. */
export const defaultVersion = "2.20.0";

/** Python version whose wheels are taken. The library inside doesn't depend on it, nor on the Python that runs pip. */
export const pythonVersion = "3.12";

const linuxMembers = ["tensorflow/libtensorflow_framework.so.2", "tensorflow/libtensorflow_cc.so.2"];

const wheels: Record<string, Wheel> = {
  "linux-x64": {
    package: "tensorflow-cpu",
    tags: ["manylinux_2_17_x86_64", "manylinux2014_x86_64"],
    members: linuxMembers,
    wheelBytes: 258_989_246,
    memberBytes: 779_485_312,
    sha256: "c7a9224185818094ed95c4e114d3efe77241db35fbf0b75251fb2bf6222dd6a7",
  },
  "linux-arm64": {
    package: "tensorflow",
    tags: ["manylinux_2_17_aarch64", "manylinux2014_aarch64"],
    members: linuxMembers,
    wheelBytes: 260e6,
    memberBytes: 800e6,
  },
  "darwin-arm64": {
    package: "tensorflow",
    tags: ["macosx_12_0_arm64", "macosx_11_0_arm64"],
    members: ["tensorflow/libtensorflow_framework.2.dylib", "tensorflow/libtensorflow_cc.2.dylib"],
    wheelBytes: 200e6,
    memberBytes: 800e6,
  },
  "win32-x64": {
    package: "tensorflow",
    tags: ["win_amd64"],
    members: ["tensorflow/python/_pywrap_tensorflow_common.dll"],
    wheelBytes: 340e6,
    memberBytes: 900e6,
  },
};

/** The wheel for a platform, named as `process.platform` and `process.arch` name it, or `undefined` when TensorFlow has none. */
export function wheelFor(platform: string): Wheel | undefined {
  return wheels[platform];
}

/** True when a file's name is that of the wheel we want: `tensorflow_cpu-2.20.0-cp312-cp312-manylinux_2_17_x86_64….whl`. */
export function isWheel(file: string, wheel: Wheel, version: string): boolean {
  const start = `${wheel.package.replaceAll("-", "_")}-${version}-`;
  return file.startsWith(start) && file.endsWith(".whl") && wheel.tags.some((tag) => file.includes(tag));
}
