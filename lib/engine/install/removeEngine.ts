import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { EngineError, nearest } from "../../errors/index.ts";
import { installedEngines } from "./installedEngines.ts";
import type { InstalledEngine } from "./installedEngines.ts";
import { makeStaging } from "./staging.ts";

/** Removes an engine from the cache folder. A process that uses it goes on. One that belongs to a Python environment is
 *  only forgotten.
 *  @param name  as `listEngines` gives it: `tensorflow-cpu-2.20.0-linux-x64`
 *  @throws {EngineError} when there is none of that name */
export async function removeEngine(name: string): Promise<InstalledEngine> {
  const engines = installedEngines();
  const engine = engines.find((candidate) => candidate.name === name);
  if (!engine) {
    const names = engines.map((candidate) => candidate.name);
    const meant = nearest(name, names);
    throw new EngineError({
      where: "engine.remove",
      expected: names.length > 0 ? `one of ${names.join(", ")}` : "an installed engine",
      received: `"${name}"`,
      ...(meant ? { hint: `Did you mean "${meant}"?` } : {}),
    });
  }
  // Out of the way in one step, so that nobody meets half an engine.
  const staging = await makeStaging(path.dirname(engine.home));
  await rename(engine.home, path.join(staging, "removed"));
  await rm(staging, { recursive: true, force: true });
  return engine;
}
