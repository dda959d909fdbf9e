import type { Dataset } from "../../data/index.ts";
import type { Task } from "../losses/Loss.ts";

/** A predictor that any net has to beat, fitted on a training set. */
export interface Baseline {
  readonly name: string;
  /** What it does, in a few words. */
  readonly description: string;
  readonly task: Task;
  /** Predicted class id (int32) or value (float32) of each example `[size]`. */
  predict(dataset: Dataset): Int32Array | Float32Array;
  /** Class probabilities, row-major `[size, classes]`; only of baselines that have them. */
  probabilities?(dataset: Dataset): Float32Array;
}
