import { OptionError } from "../errors/index.ts";

/** @throws {OptionError} unless the seed is a whole number: any other would silently draw what seed 0 draws */
export function checkSeed(where: string, seed: unknown): void {
  if (Number.isSafeInteger(seed)) return;
  throw new OptionError({ where, expected: "a whole number as seed", received: String(seed) });
}
