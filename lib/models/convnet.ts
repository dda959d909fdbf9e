import type { Dataset } from "../data/index.ts";
import { tf } from "../engine/index.ts";
import { checkOptions, OptionError, ShapeError } from "../errors/index.ts";
import { checkDropout, checkSizes } from "./checkSizes.ts";
import { carryLoss, lossOf } from "./losses/carriedLoss.ts";
import { outputLayer } from "./outputLayer.ts";
import { problemOf } from "./Problem.ts";
import type { Problem } from "./Problem.ts";
import { starterSeeds } from "./starterSeeds.ts";

export interface ConvnetOptions {
  /** Filters of each convolution; each is followed by ReLU and 2 × 2 max pooling. Default: [16, 32]. */
  filters?: readonly number[];
  /** Height and width of the filters. Default: 5, as in LeNet-5. */
  kernelSize?: number;
  /** Units of dense layers between the convolutions and the logits. Default: [128]. */
  hidden?: readonly number[];
  /** Share of hidden units left out in training. Default: 0; add it once the model overfits. */
  dropout?: number;
  /** Of all initialisers. Default: 0. */
  seed?: number;
}

/** A small convolutional net in the manner of LeNet-5 (LeCun et al. 1998) with ReLU and max pooling: convolutions without
 *  padding, dense layers, logits. Weights start by He et al. 2015, biases at 0. It carries its loss.
 *  @param source  the training set, or `{ inputShape: [height, width, channels], units, task }`
 *  @throws {ShapeError} when inputs are not images, or too small for that many poolings   @throws {OptionError} */
export function convnet(source: Dataset | Problem, options: ConvnetOptions = {}): tf.LayersModel {
  const where = "models.convnet";
  checkOptions(where, options, ["filters", "kernelSize", "hidden", "dropout", "seed"]);
  const { filters = [16, 32], kernelSize = 5, hidden = [128], dropout = 0, seed = 0 } = options;
  const problem = problemOf(where, source);
  checkSizes(where, "filters", filters);
  checkSizes(where, "hidden", hidden);
  checkDropout(where, dropout);
  if (!Number.isInteger(kernelSize) || kernelSize < 1) {
    throw new OptionError({ where, expected: "a positive whole kernelSize", received: String(kernelSize) });
  }
  checkImageShape(where, problem.inputShape, filters.length, kernelSize);
  const nextSeed = starterSeeds(where, seed);
  const model = tf.sequential({ name: "convnet" });
  filters.forEach((count, i) => {
    model.add(
      tf.layers.conv2d({
        filters: count,
        kernelSize,
        activation: "relu",
        kernelInitializer: tf.initializers.heUniform({ seed: nextSeed() }),
        ...(i === 0 ? { inputShape: [...problem.inputShape] } : {}),
      }),
    );
    model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  });
  model.add(tf.layers.flatten(filters.length === 0 ? { inputShape: [...problem.inputShape] } : {}));
  for (const units of hidden) {
    model.add(
      tf.layers.dense({
        units,
        activation: "relu",
        kernelInitializer: tf.initializers.heUniform({ seed: nextSeed() }),
      }),
    );
    if (dropout > 0) model.add(tf.layers.dropout({ rate: dropout, seed: nextSeed() }));
  }
  model.add(outputLayer(problem, nextSeed()));
  return carryLoss(model, lossOf(model, problem.task));
}

function checkImageShape(
  where: string,
  shape: readonly number[],
  poolings: number,
  kernelSize: number,
): void {
  if (shape.length !== 3) {
    throw new ShapeError({
      where,
      expected: "images [height, width, channels]",
      received: `inputs of shape [${shape.join(", ")}]`,
      hint: "For tables there is models.mlp.",
    });
  }
  let smallest = Math.min(shape[0]!, shape[1]!);
  for (let i = 0; i < poolings; i++) {
    smallest = Math.floor((smallest - kernelSize + 1) / 2);
    if (smallest >= 1) continue;
    throw new ShapeError({
      where,
      expected: `images large enough for ${poolings} convolutions of ${kernelSize} × ${kernelSize}, each with 2 × 2 pooling`,
      received: `[${shape.join(", ")}], of which nothing is left after number ${i + 1}`,
      hint: "Use fewer filters: entries, or a smaller kernelSize.",
    });
  }
}
