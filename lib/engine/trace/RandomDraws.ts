import type { Tensor } from "@tensorflow/tfjs";

export type Distribution = "uniform" | "normal" | "truncatedNormal";

/** Where a step gets its random numbers from. */
export interface RandomDraws {
  /** float32 values, standard uniform in [0, 1), standard normal, or that within two standard deviations.
   *  @param seed what the layer or call was given, if anything   @returns a tensor owned by the caller */
  draw(
    distribution: Distribution,
    shape: readonly number[],
    seed: number | string | null | undefined,
  ): Tensor;
}
