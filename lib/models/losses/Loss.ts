import type { tf } from "../../engine/index.ts";

export type Task = "classification" | "regression";

/** What training minimises: a mean over the examples of a batch. Ours take logits, never probabilities. */
export interface Loss {
  /** The field's name for it, as reports print it. */
  readonly name: string;
  /** `custom` losses are measured, but nothing is known about their value at the start or at best. */
  readonly kind: "softmax-cross-entropy" | "mean-squared-error" | "custom";
  /** Share of the target probability that is spread evenly over all classes; 0 when there is none. */
  readonly labelSmoothing: number;
  /** Loss of each example `[batch]`, owned by the caller.
   *  @param outputs what the model returns: logits `[batch, classes]` or values `[batch, 1]`
   *  @param targets class ids (int32) or values (float32) `[batch]` */
  perExample(outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor1D;
  /** Mean over the batch: a scalar, owned by the caller. Differentiable in `outputs`. */
  mean(outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar;
}
