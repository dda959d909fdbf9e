import type { tf } from "../../engine/index.ts";

/** A rule that turns gradients into new weights. The learning rate is an input of every step, never a constant of it, so
 *  that a traced step follows a schedule. */
export interface Optimizer {
  readonly name: string;
  /** Its own hyper-parameters besides the learning rate, as the run record prints them. */
  readonly settings: Readonly<Record<string, number | boolean | string>>;
  /** JavaScript values of step number `step` (1 is the first), handed to `update` as scalars. */
  scalars(step: number, learningRate: number): number[];
  /** Assigns the new weights. Called inside a `tf.tidy`.
   *  @param gradients  one per variable, `undefined` where the loss does not depend on it */
  update(
    variables: readonly tf.Variable[],
    gradients: readonly (tf.Tensor | undefined)[],
    scalars: readonly tf.Tensor[],
  ): void;
  /** Frees the state (moments). */
  dispose(): void;
}
