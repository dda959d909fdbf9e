export type { Batch, BatchOptions } from "./batches.ts";
export { Dataset } from "./Dataset.ts";
export type { DatasetOptions } from "./DatasetOptions.ts";
export { digits } from "./digits.ts";
export type { Example, Partition } from "./Example.ts";
export { readIdx } from "./readIdx.ts";
export type { IdxArray } from "./readIdx.ts";
export { split } from "./split.ts";
export type { Split, SplitOptions } from "./split.ts";
