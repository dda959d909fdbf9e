import { tf } from "../../engine/index.ts";
import { ShapeError } from "../../errors/index.ts";
import type { Loss } from "./Loss.ts";

/** A function of one's own as a loss.
 *  @param perExample  outputs and targets of a batch → loss of each example `[batch]`, made of tf.js operations so that
 *  it can be differentiated
 *  The returned functions throw {ShapeError} when the function does not give one loss per example. */
export function customLoss(
  perExample: (outputs: tf.Tensor, targets: tf.Tensor) => tf.Tensor,
  name = perExample.name || "custom loss",
): Loss {
  const checked = (outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor1D =>
    tf.tidy(() => {
      const losses = perExample(outputs, targets);
      if (losses.rank === 1 && losses.shape[0] === targets.shape[0]) return losses as tf.Tensor1D;
      throw new ShapeError({
        where: `models.customLoss "${name}"`,
        expected: `one loss per example, [${targets.shape[0]}]`,
        received: `[${losses.shape.join(", ")}]`,
        hint: "Leave out the mean over the batch: it is taken here, so that single examples can be ranked.",
      });
    });
  return {
    name,
    kind: "custom",
    labelSmoothing: 0,
    perExample: checked,
    mean: (outputs, targets) => tf.tidy(() => tf.mean(checked(outputs, targets)).asScalar()),
  };
}
