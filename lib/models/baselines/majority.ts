import type { Dataset } from "../../data/index.ts";
import { classCount } from "../Problem.ts";
import type { Baseline } from "./Baseline.ts";

/** Always says the most frequent class of the training set (the lowest id on a tie); its probabilities are the shares. */
export function majority(training: Dataset): Baseline {
  const counts = new Float64Array(classCount(training));
  for (const label of training.targets) counts[label]! += 1;
  const label = counts.indexOf(Math.max(...counts));
  const name = training.classes?.[label] ?? String(label);
  return {
    name: "majority",
    description: `always "${name}"`,
    task: "classification",
    predict: (dataset) => new Int32Array(dataset.size).fill(label),
    probabilities: (dataset) =>
      Float32Array.from(
        { length: dataset.size * counts.length },
        (_, i) => counts[i % counts.length]! / training.size,
      ),
  };
}
