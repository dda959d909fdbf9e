import type { Dataset } from "../../data/index.ts";
import { tf } from "../../engine/index.ts";
import { argMaxRows } from "../../stats/index.ts";
import { classCount } from "../Problem.ts";
import type { Baseline } from "./Baseline.ts";
import { featureCount, inputBlocks } from "./inputBlocks.ts";
import { lbfgs } from "./lbfgs.ts";
import { Standardizer } from "./Standardizer.ts";

/** Weights `[features, classes]` row-major, then the bias `[classes]`. */
type Parameters = Float64Array;

/** The mean cross-entropy with an L2 penalty of `penalty / 2 · |weights|²`, and its gradient, on the engine. */
function objectiveOf(inputs: tf.Tensor2D, oneHot: tf.Tensor2D, penalty: number) {
  const [size, features] = inputs.shape;
  const classes = oneHot.shape[1];
  return (point: Parameters, gradient: Float64Array): number => {
    const [loss, slopes, biasSlopes] = tf.tidy(() => {
      const weights = tf.tensor2d(Float32Array.from(point.subarray(0, features * classes)), [
        features,
        classes,
      ]);
      const bias = tf.tensor1d(Float32Array.from(point.subarray(features * classes)));
      const logits = tf.add(tf.matMul(inputs, weights), bias);
      const shifted = tf.sub(logits, tf.max(logits, -1, true));
      const logProbabilities = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), -1, true)));
      const error = tf.div<tf.Tensor2D>(tf.sub(tf.exp(logProbabilities), oneHot), size);
      return [
        tf.neg(tf.mean(tf.sum(tf.mul(oneHot, logProbabilities), -1))).dataSync()[0]!,
        tf.matMul(inputs, error, true, false).dataSync(),
        tf.sum(error, 0).dataSync(),
      ] as const;
    });
    let squared = 0;
    for (let i = 0; i < slopes.length; i++) {
      gradient[i] = slopes[i]! + penalty * point[i]!;
      squared += point[i]! ** 2;
    }
    for (let k = 0; k < classes; k++) gradient[features * classes + k] = biasSlopes[k]!;
    return loss + (penalty / 2) * squared;
  };
}

/** The inputs of a dataset, standardised, as one tensor `[size, features]` owned by the caller. */
function inputMatrix(dataset: Dataset, standardizer: Standardizer): tf.Tensor2D {
  const features = featureCount(dataset);
  return tf.tidy(() => {
    const blocks = Array.from(inputBlocks(dataset), ({ rows, values }) =>
      tf.tensor2d(standardizer.apply(values), [rows, features]),
    );
    return blocks.length === 1 ? blocks[0]! : tf.concat(blocks, 0);
  });
}

/** Multinomial logistic regression, fitted by L-BFGS on the whole training set: scikit-learn's
 *  LogisticRegression(C = 1 / l2) with the same penalty and tolerance, after standardising the columns of a table.
 *  A generator that yields once per iteration.
 *  @param options.l2  penalty on the squared weights (not the bias) over the sum of losses. Default: 1
 *  @param options.maxIterations  default 100   @param options.tolerance  of the gradient, default 1e-4 */
export function* logisticRegression(
  training: Dataset,
  { l2 = 1, maxIterations = 100, tolerance = 1e-4 } = {},
): Generator<void, Baseline> {
  const features = featureCount(training);
  const classes = classCount(training);
  const standardizer = Standardizer.fit(training);
  const inputs = inputMatrix(training, standardizer);
  const oneHot = tf.tidy(
    () =>
      tf.cast(
        tf.oneHot(tf.tensor1d(training.targets as Int32Array, "int32"), classes),
        "float32",
      ) as tf.Tensor2D,
  );
  let parameters: Parameters;
  let iterations: number;
  try {
    const start = new Float64Array((features + 1) * classes);
    const search = lbfgs(objectiveOf(inputs, oneHot, l2 / training.size), start, {
      maxIterations,
      tolerance,
    });
    ({ point: parameters, iterations } = yield* search);
  } finally {
    tf.dispose([inputs, oneHot]);
  }
  const probabilities = (dataset: Dataset): Float32Array => {
    const result = new Float32Array(dataset.size * classes);
    for (const { from, rows, values } of inputBlocks(dataset)) {
      const block = tf.tidy(() => {
        const weights = tf.tensor2d(Float32Array.from(parameters.subarray(0, features * classes)), [
          features,
          classes,
        ]);
        const bias = tf.tensor1d(Float32Array.from(parameters.subarray(features * classes)));
        const scaled = tf.tensor2d(standardizer.apply(values), [rows, features]);
        return tf.softmax(tf.add(tf.matMul(scaled, weights), bias)).dataSync() as Float32Array;
      });
      result.set(block, from * classes);
    }
    return result;
  };
  return {
    name: "logistic regression",
    description: `linear in the inputs, L2 ${l2}, ${iterations} L-BFGS iterations`,
    task: "classification",
    probabilities,
    predict: (dataset) => argMaxRows(probabilities(dataset), classes),
  };
}
