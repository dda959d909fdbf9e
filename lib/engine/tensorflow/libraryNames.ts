/** Names of the files that make up the TensorFlow library, on one platform. */
export interface LibraryNames {
  /** The file that exports the C API. */
  readonly library: string;
  /** Files it needs, in the order in which they are loaded before it. */
  readonly needs: readonly string[];
}

/** The TensorFlow library's files as today's Python wheels carry them.
 *  @param platform  as `process.platform` gives it */
export function libraryNames(platform: string): LibraryNames | undefined {
  switch (platform) {
    case "linux":
      return { library: "libtensorflow_cc.so.2", needs: ["libtensorflow_framework.so.2"] };
    case "darwin":
      return { library: "libtensorflow_cc.2.dylib", needs: ["libtensorflow_framework.2.dylib"] };
    case "win32":
      return { library: "_pywrap_tensorflow_common.dll", needs: [] };
    default:
      return undefined;
  }
}
