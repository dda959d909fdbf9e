import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DataError } from "../errors/index.ts";

/** A package that the user may have installed, found from their folder first and then from ours.
 *  @throws {DataError} with the command that installs it */
export async function optionalPackage<Package>(name: string, where: string): Promise<Package> {
  const bases = [join(process.cwd(), "package.json"), import.meta.url];
  let cause: unknown;
  for (const base of bases) {
    try {
      const path = createRequire(base).resolve(name);
      return (await import(pathToFileURL(path).href)) as Package;
    } catch (error) {
      cause = error;
    }
  }
  throw new DataError({
    where,
    expected: `the package ${name}`,
    received: (cause as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND" ? "none" : String(cause),
    hint: `Type: npm install ${name}`,
    cause,
  });
}
