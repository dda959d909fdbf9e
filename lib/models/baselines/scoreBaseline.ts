import type { Dataset } from "../../data/index.ts";
import { populationMoments, rootMeanSquare, wilsonInterval } from "../../stats/index.ts";
import type { Baseline } from "./Baseline.ts";

/** One row of the table of baselines. */
export interface BaselineScore {
  baseline: string;
  description: string;
  /** What `value` is. */
  metric: "accuracy" | "RMSE";
  value: number;
  /** 95 % confidence interval. */
  low: number;
  high: number;
  /** Share of the variance explained; regression only. */
  r2?: number;
  /** Examples that it was measured on. */
  count: number;
  /** Time to fit. */
  seconds: number;
}

/** Accuracy with Wilson's interval, or root mean squared error (its interval from the standard error of the mean squared
 *  error) with R², over the whole of `validation`. */
export function scoreBaseline(baseline: Baseline, validation: Dataset, seconds: number): BaselineScore {
  const predicted = baseline.predict(validation);
  const { targets, size: count } = validation;
  const common = { baseline: baseline.name, description: baseline.description };
  if (baseline.task === "classification") {
    let right = 0;
    for (let i = 0; i < count; i++) if (predicted[i] === targets[i]) right++;
    const value = count === 0 ? Number.NaN : right / count;
    return { ...common, metric: "accuracy", value, ...wilsonInterval(right, count), count, seconds };
  }
  const squares = Float64Array.from({ length: count }, (_, i) => (predicted[i]! - targets[i]!) ** 2);
  const { value, low, high } = rootMeanSquare(squares);
  return {
    ...common,
    metric: "RMSE",
    value,
    low,
    high,
    r2: 1 - value ** 2 / populationMoments(targets).variance,
    count,
    seconds,
  };
}
