import type { Dataset } from "../../data/index.ts";
import type { Baseline } from "./Baseline.ts";

/** Always says the mean target of the training set: R² is 0 at best. */
export function mean(training: Dataset): Baseline {
  let average = 0;
  for (const target of training.targets) average += target / training.size;
  return {
    name: "mean",
    description: `always ${Number(average.toPrecision(4))}`,
    task: "regression",
    predict: (dataset) => new Float32Array(dataset.size).fill(average),
  };
}
