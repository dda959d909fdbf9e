import type { Dataset } from "../../data/index.ts";
import { tf } from "../../engine/index.ts";
import { classCount } from "../Problem.ts";
import type { Baseline } from "./Baseline.ts";
import { featureCount, inputBlocks } from "./inputBlocks.ts";
import { Standardizer } from "./Standardizer.ts";

/** Says the class whose mean input is nearest (Euclidean). Equal to scikit-learn's NearestCentroid, after standardising
 *  the columns of a table. */
export function nearestCentroid(training: Dataset): Baseline {
  const features = featureCount(training);
  const classes = classCount(training);
  const standardizer = Standardizer.fit(training);
  const counts = new Float64Array(classes);
  const sums = new Float64Array(classes * features);
  for (const { from, rows, values } of inputBlocks(training)) {
    standardizer.apply(values);
    for (let row = 0; row < rows; row++) {
      const label = training.targets[from + row]!;
      counts[label]! += 1;
      const base = label * features;
      for (let j = 0; j < features; j++) sums[base + j]! += values[row * features + j]!;
    }
  }
  // The nearest centroid c has the largest x·c − |c|²/2; a class without examples has none.
  const centroids = Float32Array.from(sums, (sum, i) => sum / Math.max(1, counts[Math.floor(i / features)]!));
  const offsets = Float32Array.from({ length: classes }, (_, label) => {
    if (counts[label] === 0) return -Infinity;
    let squared = 0;
    for (let j = 0; j < features; j++) squared += centroids[label * features + j]! ** 2;
    return -squared / 2;
  });
  return {
    name: "nearest centroid",
    description: "the class whose mean input is nearest",
    task: "classification",
    predict(dataset) {
      const labels = new Int32Array(dataset.size);
      for (const { from, rows, values } of inputBlocks(dataset)) {
        const nearest = tf.tidy(() => {
          const inputs = tf.tensor2d(standardizer.apply(values), [rows, features]);
          const scores = tf.matMul(inputs, tf.tensor2d(centroids, [classes, features]), false, true);
          return tf.argMax(tf.add(scores, offsets), -1).dataSync();
        });
        labels.set(nearest, from);
      }
      return labels;
    },
  };
}
