import type { Dataset } from "../../data/index.ts";
import { tf } from "../../engine/index.ts";
import type { Baseline } from "./Baseline.ts";
import { featureCount, inputBlocks } from "./inputBlocks.ts";
import { solveCholesky } from "./solveCholesky.ts";
import { Standardizer } from "./Standardizer.ts";

/** Linear regression with an L2 penalty, solved exactly: scikit-learn's Ridge(alpha = l2), after standardising the columns
 *  of a table. The penalty keeps it solvable when columns repeat each other or outnumber the rows.
 *  @param options.l2  penalty on the squared weights (not the intercept). Default: 1 */
export function ridge(training: Dataset, { l2 = 1 } = {}): Baseline {
  const features = featureCount(training);
  const standardizer = Standardizer.fit(training);
  let targetMean = 0;
  for (const target of training.targets) targetMean += target / training.size;

  // Inputs are centred around their mean, so that the intercept is the mean target and stays out of the penalty.
  const inputMean = new Float64Array(features);
  for (const { rows, values } of inputBlocks(training)) {
    standardizer.apply(values);
    for (let i = 0; i < rows * features; i++) inputMean[i % features]! += values[i]! / training.size;
  }
  const gram = new Float64Array(features * features);
  const moments = new Float64Array(features);
  for (const { from, rows, values } of inputBlocks(training)) {
    standardizer.apply(values);
    for (let i = 0; i < rows * features; i++) values[i]! -= inputMean[i % features]!;
    const block = tf.tidy(() => {
      const inputs = tf.tensor2d(values, [rows, features]);
      return tf.matMul(inputs, inputs, true, false).dataSync();
    });
    for (let i = 0; i < gram.length; i++) gram[i]! += block[i]!;
    for (let row = 0; row < rows; row++) {
      const target = training.targets[from + row]! - targetMean;
      for (let j = 0; j < features; j++) moments[j]! += values[row * features + j]! * target;
    }
  }
  for (let j = 0; j < features; j++) gram[j * features + j]! += l2;
  const weights = solveCholesky(gram, moments);
  let intercept = targetMean;
  for (let j = 0; j < features; j++) intercept -= weights[j]! * inputMean[j]!;

  return {
    name: "ridge regression",
    description: `linear in the inputs, L2 ${l2}`,
    task: "regression",
    predict(dataset) {
      const predictions = new Float32Array(dataset.size);
      for (const { from, rows, values } of inputBlocks(dataset)) {
        standardizer.apply(values);
        for (let row = 0; row < rows; row++) {
          let sum = intercept;
          for (let j = 0; j < features; j++) sum += weights[j]! * values[row * features + j]!;
          predictions[from + row] = sum;
        }
      }
      return predictions;
    },
  };
}
