import { existsSync } from "node:fs";
import path from "node:path";
import { libraryNames } from "./libraryNames.ts";

/** True when all files of the TensorFlow library are in `folder`. */
export function holdsLibrary(folder: string): boolean {
  const names = libraryNames(process.platform);
  return (
    names !== undefined &&
    [...names.needs, names.library].every((name) => existsSync(path.join(folder, name)))
  );
}

/** The folder of the TensorFlow library below a Python environment's `site-packages` folder. */
export function libraryOfSitePackages(sitePackages: string): string | undefined {
  const package_ = path.join(sitePackages, "tensorflow");
  return [package_, path.join(package_, "python")].find(holdsLibrary);
}
