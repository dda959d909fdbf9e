export { entropy } from "./entropy.ts";
export { histogramCounts } from "./histogramCounts.ts";
export { largest } from "./largest.ts";
export { moments, sum } from "./moments.ts";
export type { Moments } from "./moments.ts";
export { median, quantile, quantiles, robustDeviation, sortedQuantile } from "./quantile.ts";
export { wilsonInterval } from "./wilsonInterval.ts";
export type { Interval } from "./wilsonInterval.ts";
