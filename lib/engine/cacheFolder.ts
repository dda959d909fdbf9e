import path from "node:path";
import envPaths from "env-paths";

/** Folder where roux keeps what it can fetch again: `ROUX_CACHE`, else the user's cache folder. Not made here. */
export function cacheFolder(): string {
  const chosen = process.env["ROUX_CACHE"];
  return chosen ? path.resolve(chosen) : envPaths("roux", { suffix: "" }).cache;
}

/** Folder of the fetched engines, one folder each. */
export function enginesFolder(): string {
  return path.join(cacheFolder(), "engines");
}
