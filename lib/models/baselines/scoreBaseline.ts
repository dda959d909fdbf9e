import type { Dataset } from "../../data/index.ts";
import { wilsonInterval } from "../../stats/index.ts";
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
  let sum = 0;
  let sumOfSquares = 0;
  let targetMean = 0;
  for (const target of targets) targetMean += target / count;
  let variance = 0;
  for (let i = 0; i < count; i++) {
    const squared = (predicted[i]! - targets[i]!) ** 2;
    sum += squared;
    sumOfSquares += squared * squared;
    variance += (targets[i]! - targetMean) ** 2 / count;
  }
  const mse = sum / count;
  const spread = Math.sqrt(Math.max(0, sumOfSquares / count - mse * mse) / count);
  return {
    ...common,
    metric: "RMSE",
    value: Math.sqrt(mse),
    low: Math.sqrt(Math.max(0, mse - 1.959963984540054 * spread)),
    high: Math.sqrt(mse + 1.959963984540054 * spread),
    r2: 1 - mse / variance,
    count,
    seconds,
  };
}
