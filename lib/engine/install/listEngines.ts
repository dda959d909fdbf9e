import { displayable } from "../../display/index.ts";
import type { Displayable } from "../../display/index.ts";
import { installedEngines } from "./installedEngines.ts";
import type { InstalledEngine } from "./installedEngines.ts";

/** The engines in the cache folder, the one that is used first. */
export function listEngines(): InstalledEngine[] & Displayable {
  const engines = installedEngines();
  return displayable(engines, () =>
    engines.length === 0
      ? "No engine is installed. Type `npx roux engine install`."
      : engines
          .map(
            ({ name, folder, bytes }, i) =>
              `${i === 0 ? "*" : " "} ${name}  ${Math.round(bytes / 1e6)} MB  ${folder}`,
          )
          .join("\n"),
  );
}
