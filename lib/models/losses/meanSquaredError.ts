import { tf } from "../../engine/index.ts";
import { ShapeError } from "../../errors/index.ts";
import type { Loss } from "./Loss.ts";

/** Squared difference of output and target, in squared units of the target. Outputs `[batch, 1]` or `[batch]`; a shape
 *  that would broadcast to `[batch, batch]` is an error here, because there it trains silently on nonsense.
 *  The returned functions throw {ShapeError} unless there is one output per target. */
export function meanSquaredError(): Loss {
  const perExample = (outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor1D => {
    if (targets.rank !== 1 || outputs.size !== targets.size) {
      throw new ShapeError({
        where: "models.meanSquaredError",
        expected: "outputs [batch, 1] and targets [batch]",
        received: `outputs [${outputs.shape.join(", ")}] and targets [${targets.shape.join(", ")}]`,
      });
    }
    return tf.tidy(() => tf.square(tf.sub(tf.reshape(outputs, [-1]), tf.cast(targets, "float32"))).as1D());
  };
  return {
    name: "mean squared error",
    kind: "mean-squared-error",
    labelSmoothing: 0,
    perExample,
    mean: (outputs, targets) => tf.tidy(() => tf.mean(perExample(outputs, targets)).asScalar()),
  };
}
