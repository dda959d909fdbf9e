import type { tf } from "../engine/index.ts";

/** Whether the last layer already makes probabilities (softmax as its activation, or as a layer of its own), which a loss
 *  on logits would turn into probabilities once more. */
export function endsInSoftmax(model: tf.LayersModel): boolean {
  const last = model.layers.at(-1);
  if (!last) return false;
  return last.getClassName() === "Softmax" || last.getConfig()["activation"] === "softmax";
}
