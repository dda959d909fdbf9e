import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { enginesFolder } from "../cacheFolder.ts";
import { holdsLibrary } from "../tensorflow/holdsLibrary.ts";

/** One file of an installed engine. */
export interface EngineFile {
  name: string;
  bytes: number;
  sha256: string;
}

/** What `engine.json` beside the library says. */
export interface EngineManifest {
  /** Python package it was taken from: `tensorflow-cpu`. */
  package: string;
  version: string;
  /** `linux-x64`, as `process.platform` and `process.arch` name it. */
  platform: string;
  /** Empty when the library stays where a Python environment has it. */
  files: EngineFile[];
  /** Folder of a library that belongs to a Python environment. */
  linked?: string;
}

/** An engine that `roux engine install` put into the cache folder. */
export interface InstalledEngine extends EngineManifest {
  /** `tensorflow-cpu-2.20.0-linux-x64` */
  name: string;
  /** Folder of the library. */
  folder: string;
  /** Folder of this engine in the cache. */
  home: string;
  origin: string;
  /** Bytes it takes in the cache folder. */
  bytes: number;
}

export const manifestName = "engine.json";

/** The engines in the cache folder that fit this machine and whose files are there in full size, newest version first. */
export function installedEngines(): InstalledEngine[] {
  const root = enginesFolder();
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => readEngine(path.join(root, entry.name)))
    .filter((engine) => engine !== undefined)
    .sort((a, b) => b.version.localeCompare(a.version, "en", { numeric: true }));
}

/** The engine in one folder, or `undefined` when it is not whole or is for another machine. */
export function readEngine(home: string): InstalledEngine | undefined {
  const manifest = readManifest(path.join(home, manifestName));
  if (!manifest || manifest.platform !== `${process.platform}-${process.arch}`) return undefined;
  const folder = manifest.linked ?? home;
  const whole = manifest.files.every(
    ({ name, bytes }) => statSync(path.join(folder, name), { throwIfNoEntry: false })?.size === bytes,
  );
  if (!whole || !holdsLibrary(folder)) return undefined;
  return {
    ...manifest,
    name: path.basename(home),
    folder,
    home,
    origin: manifest.linked ? `in the Python environment at ${manifest.linked}` : "in the cache folder",
    bytes: manifest.linked ? 0 : manifest.files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function readManifest(file: string): EngineManifest | undefined {
  try {
    const manifest = JSON.parse(readFileSync(file, "utf8")) as EngineManifest;
    return typeof manifest.version === "string" && Array.isArray(manifest.files) ? manifest : undefined;
  } catch {
    // No manifest, or one that isn't whole: then there is no engine here, which is what the caller asks.
    return undefined;
  }
}
