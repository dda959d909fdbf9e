import { displayable, formatNumber } from "../display/index.ts";
import type { Displayable } from "../display/index.ts";

/** A figure with how sure it is: no number without its interval and its count. */
export interface Measure {
  metric: "accuracy" | "RMSE";
  value: number;
  /** 95 % confidence interval. */
  low: number;
  high: number;
  /** Examples that it was measured on. */
  count: number;
  predictor: string;
  dataset: string;
}

/** The figure as people read it. */
export function written({ metric }: Pick<Measure, "metric">, value: number): string {
  return metric === "accuracy" ? `${(100 * value).toFixed(2)} %` : formatNumber(value);
}

/** A measure that knows how it looks: `accuracy 99.13 % (98.93 % … 99.29 %, 10,000 examples)`. */
export function presentMeasure(data: Measure): Measure & Displayable {
  return displayable(
    data,
    () =>
      `${data.predictor} on ${data.dataset}: ${data.metric} ${written(data, data.value)} (95 % interval ${written(data, data.low)} … ${written(data, data.high)}, ${formatNumber(data.count)} examples)`,
  );
}
