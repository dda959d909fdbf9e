import { checkSeed, Random } from "../random/index.ts";

/** A stream of seeds for the layers of a starter: each layer draws its own, all from the model's one seed.
 *  @throws {OptionError} when the seed is not a whole number */
export function starterSeeds(where: string, seed: number): () => number {
  checkSeed(where, seed);
  const random = new Random(seed).fork("initialisers");
  return () => 1 + random.below(0x7ffffffe);
}
