import type { Dataset } from "../data/index.ts";
import { tf } from "../engine/index.ts";
import { ShapeError } from "../errors/index.ts";
import { checkTargets } from "./checkExamples.ts";
import { classCount } from "./Problem.ts";

/** Sets the bias of the last layer to what predicts the training targets best without looking at the input: the logarithm
 *  of the class shares, or the mean target. The first steps are then not spent on learning it ("no hockey stick").
 *  A class without examples gets the share of half an example.
 *  @returns the bias, as set   @throws {ShapeError} when the last layer has no bias of that size */
export function initFinalBias(model: tf.LayersModel, training: Dataset): Float32Array {
  const where = "models.initFinalBias";
  checkTargets(where, training);
  const bias =
    training.task === "classification" ? logShares(training) : Float32Array.of(meanOf(training.targets));
  const weights = model.layers.at(-1)!.weights;
  const last = weights.at(-1);
  if (!last || last.shape.length !== 1 || last.shape[0] !== bias.length) {
    throw new ShapeError({
      where,
      expected: `a last layer with a bias [${bias.length}]`,
      received: last ? `"${last.name}" [${last.shape.join(", ")}]` : "a last layer without weights",
    });
  }
  const values = tf.tensor1d(bias);
  last.write(values);
  values.dispose();
  return bias;
}

function logShares(training: Dataset): Float32Array {
  const counts = new Float64Array(classCount(training));
  for (const label of training.targets) counts[label]! += 1;
  return Float32Array.from(counts, (count) => Math.log(Math.max(count, 0.5) / training.size));
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
