export { installEngine } from "./installEngine.ts";
export type { InstallOptions } from "./installEngine.ts";
export type { EngineFile, EngineManifest, InstalledEngine } from "./installedEngines.ts";
export type { InstallProgress, OnProgress } from "./InstallProgress.ts";
export { listEngines } from "./listEngines.ts";
export { findPython } from "./python.ts";
export type { Python } from "./python.ts";
export { removeEngine } from "./removeEngine.ts";
