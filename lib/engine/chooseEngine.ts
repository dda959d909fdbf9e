import { EngineError, nearest, OptionError } from "../errors/index.ts";
import { engineNames } from "./EngineInfo.ts";
import type { EngineName } from "./EngineInfo.ts";
import { findLibrary } from "./findLibrary.ts";
import type { FoundLibrary } from "./findLibrary.ts";

/** What is to compute, decided without starting it. */
export interface EngineChoice {
  name: EngineName;
  reason: string;
  advice?: string;
  library?: FoundLibrary;
}

const install = "Type `npx roux engine install` for an engine that is many times faster.";

/** Chooses the engine: the one named by `ROUX_ENGINE`, else TensorFlow when its library is found, else wasm.
 *  @throws {OptionError} when `ROUX_ENGINE` names none
 *  @throws {EngineError} when it asks for TensorFlow and there is no library */
export function chooseEngine(): EngineChoice {
  const asked = process.env["ROUX_ENGINE"] || undefined;
  if (asked !== undefined && !engineNames.includes(asked as EngineName)) {
    const meant = nearest(asked, engineNames);
    throw new OptionError({
      where: "ROUX_ENGINE",
      expected: engineNames.join(", "),
      received: `"${asked}"`,
      ...(meant ? { hint: `Did you mean "${meant}"?` } : {}),
    });
  }
  if (asked === "wasm" || asked === "cpu") {
    return { name: asked, reason: `ROUX_ENGINE=${asked} asks for it` };
  }
  const library = findLibrary();
  if (library)
    return { name: "tensorflow", reason: `the TensorFlow library was found ${library.origin}`, library };
  if (asked === "tensorflow") {
    throw new EngineError({
      where: "engine",
      expected: "a TensorFlow library, as ROUX_ENGINE=tensorflow asks",
      received: "none",
      hint: "Type `npx roux engine install`.",
    });
  }
  return { name: "wasm", reason: "no TensorFlow library was found", advice: install };
}
