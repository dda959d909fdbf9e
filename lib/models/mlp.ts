import type { Dataset } from "../data/index.ts";
import { tf } from "../engine/index.ts";
import { checkOptions } from "../errors/index.ts";
import { checkDropout, checkSizes } from "./checkSizes.ts";
import { carryLoss, lossOf } from "./losses/carriedLoss.ts";
import { outputLayer } from "./outputLayer.ts";
import { problemOf } from "./Problem.ts";
import type { Problem } from "./Problem.ts";
import { starterSeeds } from "./starterSeeds.ts";

export interface MlpOptions {
  /** Units of each hidden layer. Default: [128]. An empty list makes a linear model. */
  hidden?: readonly number[];
  /** Share of hidden units left out in training. Default: 0; add it once the model overfits. */
  dropout?: number;
  /** Of all initialisers. Default: 0. */
  seed?: number;
}

/** A multi-layer perceptron: flatten, dense layers with ReLU, a dense layer of logits. Hidden weights start by He et al.
 *  2015, biases at 0. It carries its loss: softmax cross-entropy for classes, mean squared error for values.
 *  @param source  the training set, or `{ inputShape, units, task }`
 *  @throws {OptionError} */
export function mlp(source: Dataset | Problem, options: MlpOptions = {}): tf.LayersModel {
  checkOptions("models.mlp", options, ["hidden", "dropout", "seed"]);
  const { hidden = [128], dropout = 0, seed = 0 } = options;
  const problem = problemOf("models.mlp", source);
  checkSizes("models.mlp", "hidden", hidden);
  checkDropout("models.mlp", dropout);
  const nextSeed = starterSeeds("models.mlp", seed);
  const model = tf.sequential({ name: "mlp" });
  const inputShape = [...problem.inputShape];
  // Rows of a table are flat already, and tf.js refuses to flatten them again.
  if (inputShape.length > 1) model.add(tf.layers.flatten({ inputShape }));
  const first = (): { inputShape?: number[] } => (model.layers.length === 0 ? { inputShape } : {});
  for (const units of hidden) {
    model.add(
      tf.layers.dense({
        units,
        activation: "relu",
        kernelInitializer: tf.initializers.heUniform({ seed: nextSeed() }),
        ...first(),
      }),
    );
    if (dropout > 0) model.add(tf.layers.dropout({ rate: dropout, seed: nextSeed() }));
  }
  model.add(outputLayer(problem, nextSeed(), first()));
  return carryLoss(model, lossOf(model, problem.task));
}
