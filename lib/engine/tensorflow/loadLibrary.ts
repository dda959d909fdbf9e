import { createRequire } from "node:module";
import path from "node:path";
import { isMainThread } from "node:worker_threads";
import type * as Koffi from "koffi";
import { EngineError } from "../../errors/index.ts";
import { declareCApi } from "./CApi.ts";
import type { CApi, Pointer } from "./CApi.ts";
import { libraryNames } from "./libraryNames.ts";

const require = createRequire(import.meta.url);

/** The loaded TensorFlow library and what is needed to talk to it. */
export interface TensorFlowLibrary {
  /** Folder it was loaded from. */
  readonly folder: string;
  /** TensorFlow's own version: `2.20.0`. */
  readonly version: string;
  readonly api: CApi;
  /** For further declarations: `handle.func("void *TF_NewGraph()")`. */
  readonly handle: Koffi.LibraryHandle;
  readonly koffi: typeof Koffi;
  /** C's memcpy, into native memory. */
  readonly copyIn: (target: Pointer, source: ArrayBufferView, bytes: number) => void;
  /** C's memcpy, out of native memory. */
  readonly copyOut: (target: ArrayBufferView, source: Pointer, bytes: number) => void;
}

const loaded = new Map<string, TensorFlowLibrary>();

/** C's own library, where memcpy lives. */
const cLibrary: Record<string, string> = {
  linux: "libc.so.6",
  darwin: "libSystem.B.dylib",
  win32: "msvcrt.dll",
};

/** Loads the TensorFlow library of `folder` into this process, once.
 *  TensorFlow's native log lines stay off the screen unless `TF_CPP_MIN_LOG_LEVEL` is set.
 *  @throws {EngineError} when a file is missing, damaged, or built for another machine; `cause` is the loader's own error */
export function loadLibrary(folder: string): TensorFlowLibrary {
  const known = loaded.get(folder);
  if (known) return known;
  const names = libraryNames(process.platform);
  if (!names) {
    throw new EngineError({
      where: "engine",
      expected: "Linux, macOS or Windows",
      received: process.platform,
      hint: "The wasm engine works everywhere.",
    });
  }
  const koffi = require("koffi") as typeof Koffi;
  quieten(koffi);
  let handle: Koffi.LibraryHandle;
  try {
    for (const name of names.needs) koffi.load(path.join(folder, name), { global: true });
    handle = koffi.load(path.join(folder, names.library), { global: true });
  } catch (cause) {
    throw new EngineError({
      where: "engine",
      expected: `a TensorFlow library that loads in ${folder}`,
      received: `"${cause instanceof Error ? cause.message : String(cause)}"`,
      hint: "Type `npx roux engine install` to fetch it again.",
      cause,
    });
  }
  const c = koffi.load(cLibrary[process.platform]!);
  const memcpy = (prototype: string): never => c.func(prototype) as never;
  const api = declareCApi(handle);
  const library: TensorFlowLibrary = {
    folder,
    version: api.version(),
    api,
    handle,
    koffi,
    copyIn: memcpy("void memcpy(void *target, const void *source, size_t bytes)"),
    copyOut: memcpy("void memcpy(_Out_ void *target, const void *source, size_t bytes)"),
  };
  loaded.set(folder, library);
  return library;
}

/** TensorFlow reads its log level from the C environment, which a worker thread's `process.env` doesn't reach. */
function quieten(koffi: typeof Koffi): void {
  process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "3";
  if (isMainThread || process.platform === "win32") return;
  const c = koffi.load(cLibrary[process.platform]!);
  c.func("int setenv(const char *name, const char *value, int overwrite)")("TF_CPP_MIN_LOG_LEVEL", "3", 0);
}
