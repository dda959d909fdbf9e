import { tf } from "../../engine/index.ts";
import { checkOptions, OptionError, ShapeError } from "../../errors/index.ts";
import type { Loss } from "./Loss.ts";

/** Target distribution of each example: 1 − ε on its class and ε spread over all `classes` (Szegedy et al. 2016). */
function targetDistribution(labels: tf.Tensor, classes: number, labelSmoothing: number): tf.Tensor {
  const oneHot = tf.cast(tf.oneHot(tf.cast(labels, "int32") as tf.Tensor1D, classes), "float32");
  if (labelSmoothing === 0) return oneHot;
  return tf.add(tf.mul(oneHot, 1 - labelSmoothing), labelSmoothing / classes);
}

function checkShapes(logits: tf.Tensor, labels: tf.Tensor): void {
  if (logits.rank === 2 && labels.rank === 1 && logits.shape[0] === labels.shape[0]) return;
  throw new ShapeError({
    where: "models.softmaxCrossEntropy",
    expected: "logits [batch, classes] and class ids [batch]",
    received: `logits [${logits.shape.join(", ")}] and labels [${labels.shape.join(", ")}]`,
  });
}

/** Cross-entropy of a softmax over the last axis, in nats, computed from logits through log-softmax: exact however large
 *  the logits are, where tf.js's own loss clips the probabilities to [1e-7, 1 − 1e-7] and so silently loses the gradient
 *  of confident mistakes. Its gradient is softmax(logits) − target.
 *  @param options.labelSmoothing  default 0   @throws {OptionError} when it is not in [0, 1)
 *  The returned functions throw {ShapeError} unless logits are `[batch, classes]` and labels `[batch]`. */
export function softmaxCrossEntropy(options: { labelSmoothing?: number } = {}): Loss {
  checkOptions("models.softmaxCrossEntropy", options, ["labelSmoothing"]);
  const { labelSmoothing = 0 } = options;
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw new OptionError({
      where: "models.softmaxCrossEntropy",
      expected: "labelSmoothing from 0 up to, but not including, 1",
      received: String(labelSmoothing),
    });
  }
  const perExample = (outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor1D => {
    checkShapes(outputs, targets);
    const classes = outputs.shape[1]!;
    return tf.tidy(() => {
      const distribution = targetDistribution(targets, classes, labelSmoothing);
      // One gradient by hand replaces the tape through max, exp, sum and log.
      const losses = tf.customGrad((...inputs: (tf.Tensor | tf.GradSaveFunc)[]) => {
        const [logits, target, save] = inputs as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
        const shifted = tf.sub(logits, tf.max(logits, -1, true));
        const logProbabilities = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), -1, true)));
        // A class that is masked out by a logit of −∞ has no target, and 0 · −∞ would be NaN.
        const terms = tf.where(
          tf.greater(target, 0),
          tf.mul(target, logProbabilities),
          tf.zerosLike(logProbabilities),
        );
        save([logProbabilities, target]);
        return {
          value: tf.neg(tf.sum(terms, -1)),
          gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
            const [logs, wanted] = saved as [tf.Tensor, tf.Tensor];
            const slope = tf.mul(tf.sub(tf.exp(logs), wanted), tf.expandDims(dy, -1));
            return [slope, tf.zerosLike(wanted)];
          },
        };
      });
      return losses(outputs, distribution) as tf.Tensor1D;
    });
  };
  return {
    name:
      labelSmoothing === 0
        ? "softmax cross-entropy"
        : `softmax cross-entropy, label smoothing ${labelSmoothing}`,
    kind: "softmax-cross-entropy",
    labelSmoothing,
    perExample,
    mean: (outputs, targets) => tf.tidy(() => tf.mean(perExample(outputs, targets)).asScalar()),
  };
}
