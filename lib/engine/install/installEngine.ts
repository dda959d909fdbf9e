import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { checkOptions, EngineError } from "../../errors/index.ts";
import { enginesFolder } from "../cacheFolder.ts";
import { checkSpace, explainFullDisk } from "./diskSpace.ts";
import { downloadWheel } from "./downloadWheel.ts";
import { manifestName, readEngine } from "./installedEngines.ts";
import type { EngineManifest, InstalledEngine } from "./installedEngines.ts";
import type { OnProgress } from "./InstallProgress.ts";
import { findPython } from "./python.ts";
import { inherit, makeStaging } from "./staging.ts";
import { openWheel, sha256 } from "./unpackWheel.ts";
import { defaultVersion, isWheel, wheelFor } from "./wheels.ts";
import type { Wheel } from "./wheels.ts";

export interface InstallOptions {
  /** Told how far it is, several times a second. */
  onProgress?: OnProgress;
  /** Folder that holds TensorFlow's wheel: then neither Python nor a network is needed. */
  wheelFolder?: string | undefined;
  /** TensorFlow's version. Default 2.20.0, which roux is tested with. */
  version?: string;
  /** Whether a TensorFlow that Python has already is used as it is. Default true, unless `version` or `wheelFolder` is given. */
  useInstalled?: boolean;
  /** Stops it; nothing half-done stays behind. */
  signal?: AbortSignal | undefined;
}

const where = "engine.install";

/** Fetches TensorFlow's library (260 MB, 780 MB on disk; 1.1 GB while it works) into the cache folder, checks it, and
 *  makes it the engine of the next start. Does nothing when it is there. What is there already is only ever replaced by
 *  something whole; several installations at once don't disturb each other.
 *  @throws {EngineError} without Python or pip, disk space, a network, or when what came is damaged */
export async function installEngine(options: InstallOptions = {}): Promise<InstalledEngine> {
  checkOptions(where, options, ["onProgress", "wheelFolder", "version", "useInstalled", "signal"]);
  const { onProgress = () => undefined, wheelFolder, version = defaultVersion, signal } = options;
  const { useInstalled = options.version === undefined && wheelFolder === undefined } = options;
  const platform = `${process.platform}-${process.arch}`;
  const wheel = wheelFor(platform);
  if (!wheel) {
    throw new EngineError({
      where,
      expected: "Linux on x64 or arm64, macOS on Apple silicon, or Windows on x64",
      received: platform,
      hint: "TensorFlow has no library for this computer. The wasm engine serves.",
    });
  }
  const root = enginesFolder();
  const home = path.join(root, `${wheel.package}-${version}-${platform}`);
  const present = readEngine(home);
  if (present) return present;
  onProgress({ step: "find", doneBytes: 0, totalBytes: 0 });
  await mkdir(root, { recursive: true });
  const staging = await makeStaging(root);
  try {
    if (useInstalled) {
      const tensorflow = (await findPython())?.tensorflow;
      if (tensorflow) {
        const linked = path.join(root, `python-${tensorflow.version}-${platform}`);
        const manifest = { package: "tensorflow", platform, files: [], linked: tensorflow.folder };
        return await finish(staging, linked, { ...manifest, version: tensorflow.version });
      }
    }
    const isOurs = (name: string): boolean => isWheel(name, wheel, version);
    const file = await obtain(wheel, version, staging, { onProgress, wheelFolder, signal, isOurs });
    await verify(file, wheel, version, { onProgress, signal });
    const opened = await openWheel(file, wheel.members);
    try {
      await checkSpace(root, opened.bytes);
      const unpacked = path.join(staging, "unpacked");
      await mkdir(unpacked);
      const files = await opened.unpack(unpacked, { onProgress, signal });
      const engine = await finish(unpacked, home, { package: wheel.package, version, platform, files });
      onProgress({ step: "done", doneBytes: engine.bytes, totalBytes: engine.bytes });
      return engine;
    } finally {
      opened.close();
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw explainFullDisk(error, root);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** The wheel: given in a folder, left by an installation that was killed, or fetched by pip. */
async function obtain(
  wheel: Wheel,
  version: string,
  staging: string,
  {
    onProgress,
    wheelFolder,
    signal,
    isOurs,
  }: {
    onProgress: OnProgress;
    wheelFolder: string | undefined;
    signal: AbortSignal | undefined;
    isOurs: (name: string) => boolean;
  },
): Promise<string> {
  const root = path.dirname(staging);
  if (wheelFolder !== undefined) {
    const names = await readdir(wheelFolder).catch((cause: unknown) => {
      throw new EngineError({ where, expected: "a folder of wheels", received: wheelFolder, cause });
    });
    const file = names.find(isOurs);
    if (file) return path.join(wheelFolder, file);
    throw new EngineError({
      where,
      expected: `a wheel of ${wheel.package} ${version} for ${wheel.tags[0]!} in ${wheelFolder}`,
      received: names.filter((name) => name.endsWith(".whl")).join(", ") || "none",
    });
  }
  const inherited = await inherit(root, staging, isOurs);
  if (inherited) return inherited;
  await checkSpace(root, wheel.wheelBytes + wheel.memberBytes);
  const python = await findPython();
  if (!python?.pip) {
    throw new EngineError({
      where,
      expected: "Python 3 with pip on the path, which fetches TensorFlow",
      received: python ? `Python ${python.version} without pip` : "no Python",
      hint: python
        ? `Type \`${python.command} -m ensurepip\`. Until then the wasm engine serves.`
        : "Install Python, or give a folder that holds the wheel. Until then the wasm engine serves.",
    });
  }
  return downloadWheel(python, wheel, version, staging, { onProgress, signal });
}

/** @throws {EngineError} when the wheel isn't the one we know */
async function verify(
  file: string,
  wheel: Wheel,
  version: string,
  { onProgress, signal }: { onProgress: OnProgress; signal: AbortSignal | undefined },
): Promise<void> {
  if (version !== defaultVersion || !wheel.sha256) return;
  onProgress({ step: "verify", doneBytes: 0, totalBytes: wheel.wheelBytes });
  const digest = await sha256(file, signal);
  if (digest === wheel.sha256) return;
  throw new EngineError({
    where,
    expected: `${path.basename(file)} with SHA-256 ${wheel.sha256}`,
    received: digest,
    hint: "The file is damaged, or somebody replaced it. Type `npx roux engine install` to fetch it again.",
  });
}

/** Writes the manifest and moves the folder to its place, in one step. */
async function finish(folder: string, home: string, manifest: EngineManifest): Promise<InstalledEngine> {
  await writeFile(path.join(folder, manifestName), JSON.stringify(manifest, null, 2), { flush: true });
  try {
    await rename(folder, home);
  } catch (error) {
    // Somebody else's is there: when it is whole it is as good as ours, else ours replaces it.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTEMPTY" && code !== "EEXIST" && code !== "EPERM") throw error;
    if (!readEngine(home)) {
      const aside = `${folder}-replaced`;
      await rename(home, aside);
      await rename(folder, home);
      await rm(aside, { recursive: true, force: true });
    }
  }
  return readEngine(home)!;
}
