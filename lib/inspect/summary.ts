import { Dataset, from } from "../data/index.ts";
import type { AnyTable } from "../data/index.ts";
import { checkOptions } from "../errors/index.ts";
import type { Displayable } from "../display/index.ts";
import { datasetWarnings } from "./datasetWarnings.ts";
import { imageSummary } from "./imageSummary.ts";
import type { ImageSummary } from "./imageSummary.ts";
import { tableSummary } from "./tableSummary.ts";
import type { TableSummary } from "./tableSummary.ts";

/** What is in the data: for tables and whatever `data.from` takes, each column's type, missing and different values, exact
 *  statistics, histogram and most frequent values; for pictures their size, range, mean, deviation, share of zeros and
 *  classes; and what is remarkable, gravest first. Warns and fails by what it finds: NaN, infinity and labels outside of the
 *  classes fail.
 *  @param options.name  shown name of what has none; datasets and tables have theirs. Default: "table"
 *  @param source Dataset, Table, danfojs DataFrame, Arrow table, list of objects, columns by name */
export function summary(source: Dataset & { kind: "images" }): Promise<ImageSummary & Displayable>;
export function summary(source: Dataset): Promise<(ImageSummary | TableSummary) & Displayable>;
export function summary(
  source: AnyTable | object,
  options?: { name?: string },
): Promise<TableSummary & Displayable>;
export async function summary(
  source: Dataset | object,
  options: { name?: string } = {},
): Promise<(ImageSummary | TableSummary) & Displayable> {
  checkOptions("inspect.summary", options, ["name"]);
  if (!(source instanceof Dataset)) return tableSummary(await from(source, options));
  if (source.kind === "images") return imageSummary(source);
  return tableSummary(await tableOf(source), datasetWarnings(source));
}

/** Features and target of a dataset as a table. */
async function tableOf(dataset: Dataset): Promise<AnyTable> {
  const width = dataset.shape.reduce((product, axis) => product * axis, 1);
  const inputs = dataset.inputsOf();
  const names = dataset.columns ?? Array.from({ length: width }, (_, c) => `column ${c}`);
  const columns: Record<string, ArrayLike<unknown>> = {};
  for (const [c, name] of names.entries()) {
    columns[name] = Float32Array.from({ length: dataset.size }, (_, row) => inputs[row * width + c]!);
  }
  const target = names.includes("target") ? "(target)" : "target";
  columns[target] = dataset.classes
    ? Array.from(dataset.targets, (label) => dataset.classes![label] ?? String(label))
    : dataset.targets;
  return from(columns, { name: dataset.name });
}
