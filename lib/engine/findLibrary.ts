import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { installedEngines } from "./install/installedEngines.ts";
import { libraryOfSitePackages } from "./tensorflow/holdsLibrary.ts";

/** A TensorFlow library that is there to be loaded. */
export interface FoundLibrary {
  folder: string;
  /** Where it was found, as the end of a sentence: `in the cache folder`. */
  origin: string;
}

/** Looks for a TensorFlow library, quickly and without running anything: the folder named by `ROUX_TENSORFLOW`, then
 *  what `roux engine install` fetched (the newest), then the active Python environment. */
export function findLibrary(): FoundLibrary | undefined {
  const named = process.env["ROUX_TENSORFLOW"];
  if (named) return { folder: path.resolve(named), origin: "named by ROUX_TENSORFLOW" };
  const [installed] = installedEngines();
  if (installed) return { folder: installed.folder, origin: installed.origin };
  for (const variable of ["VIRTUAL_ENV", "CONDA_PREFIX"]) {
    const environment = process.env[variable];
    const folder = environment && libraryOfEnvironment(environment);
    if (folder) return { folder, origin: `in the Python environment ${environment}` };
  }
  return undefined;
}

/** The folder of the TensorFlow library in a Python environment, when TensorFlow is installed there. */
function libraryOfEnvironment(environment: string): string | undefined {
  const library = path.join(environment, "lib");
  const sitePackages =
    process.platform === "win32"
      ? [path.join(environment, "Lib", "site-packages")]
      : (existsSync(library) ? readdirSync(library) : [])
          .filter((name) => name.startsWith("python3"))
          .map((name) => path.join(library, name, "site-packages"));
  return sitePackages.map(libraryOfSitePackages).find((folder) => folder !== undefined);
}
