import { tf } from "../engine/index.ts";
import type { Problem } from "./Problem.ts";

/** The last layer of a starter: one unit per class or value, no activation, and weights a tenth of Glorot's size. Then the
 *  first predictions are all near zero, the initial loss is what theory says (−log(1/classes)), and no steps are spent on
 *  unlearning chance (Karpathy 2019, "init well").
 *  @param first  the input shape, when it is the only layer */
export function outputLayer(
  { units }: Problem,
  seed: number,
  first: { inputShape?: number[] } = {},
): tf.layers.Layer {
  return tf.layers.dense({
    name: "logits",
    units,
    ...first,
    kernelInitializer: tf.initializers.varianceScaling({
      scale: 0.01,
      mode: "fanAvg",
      distribution: "uniform",
      seed,
    }),
  });
}
