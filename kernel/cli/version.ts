import { readFileSync } from "node:fs";

/** The version of this package. It lies two folders up in a source tree and three in `dist`. */
export function version(): string {
  for (const place of ["../../package.json", "../../../package.json"]) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(place, import.meta.url), "utf8")) as {
        name: string;
        version: string;
      };
      if (name === "roux") return version;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  throw new Error("roux: expected a package.json beside the program, got none. Install roux again.");
}
