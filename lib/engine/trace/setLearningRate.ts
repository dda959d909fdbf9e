import type { Optimizer } from "@tensorflow/tfjs";
import { OptionError } from "../../errors/index.ts";

/** Sets an optimiser's learning rate, from its next update on; traced steps follow without a new recording. tf.js has no one
 *  way: SGD and momentum keep the rate as a tensor, and writing their `learningRate` does nothing.
 *  @param rate finite   @throws {OptionError} when the rate is no finite number, or the optimiser has none */
export function setLearningRate(optimizer: Optimizer, rate: number): void {
  if (!Number.isFinite(rate)) {
    throw new OptionError({
      where: "engine.setLearningRate",
      expected: "a finite number",
      received: String(rate),
      hint: "A schedule that ends in a division by 0 gives this.",
    });
  }
  const holder = optimizer as unknown as { learningRate?: unknown; setLearningRate?: (rate: number) => void };
  if (holder.setLearningRate) holder.setLearningRate(rate);
  else if (typeof holder.learningRate === "number") holder.learningRate = rate;
  else {
    throw new OptionError({
      where: "engine.setLearningRate",
      expected: "an optimizer with a learningRate",
      received: `a ${optimizer.constructor.name}`,
    });
  }
}
