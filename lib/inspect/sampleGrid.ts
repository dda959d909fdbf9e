import { Dataset, from } from "../data/index.ts";
import type { AnyTable, PendingTable } from "../data/index.ts";
import { query } from "../data/database.ts";
import { displayable, formatNumber, table as shown, toBundle } from "../display/index.ts";
import type { Displayable } from "../display/index.ts";
import { checkCount, checkOptions, DataError } from "../errors/index.ts";
import { checkSeed, Random } from "../random/index.ts";
import { examplePictures, targetName } from "./examplePictures.ts";

export interface SampleGridOptions {
  /** How many examples. Default: 64. */
  count?: number;
  /** Default: 0. */
  seed?: number;
  /** As many of each class as its share. Default: false, purely by chance. */
  stratified?: boolean;
}

/** Examples drawn by chance. */
export interface SampleGrid {
  name: string;
  ids: (number | string)[];
  /** Positions in the dataset. */
  rows: number[];
  targets: (string | number)[];
}

/** Random examples with their targets, as pictures or as rows of a table: the first thing to look at, again and again with
 *  other seeds.
 *  @throws {DataError} when there is nothing to show */
export function sampleGrid(dataset: Dataset, options?: SampleGridOptions): SampleGrid & Displayable;
export function sampleGrid(
  table: AnyTable | PendingTable<never>,
  options?: Omit<SampleGridOptions, "stratified">,
): Promise<SampleGrid & Displayable>;
export function sampleGrid(
  source: Dataset | AnyTable | PendingTable<never>,
  options: SampleGridOptions = {},
): (SampleGrid & Displayable) | Promise<SampleGrid & Displayable> {
  checkOptions("inspect.sampleGrid", options, ["count", "seed", "stratified"]);
  const { count = 64, seed = 0, stratified = false } = options;
  checkCount("inspect.sampleGrid", "count", count);
  checkSeed("inspect.sampleGrid", seed);
  return source instanceof Dataset
    ? ofDataset(source, count, seed, stratified)
    : ofTable(source, count, seed);
}

function ofDataset(
  dataset: Dataset,
  count: number,
  seed: number,
  stratified: boolean,
): SampleGrid & Displayable {
  if (dataset.size === 0) {
    throw new DataError({ where: "inspect.sampleGrid", expected: "examples to look at", received: "none" });
  }
  const sample = dataset.sample(count, { seed, stratified });
  const positions = new Map<number | string, number>();
  for (let row = 0; row < dataset.size; row++) positions.set(dataset.ids[row]!, row);
  const ids = Array.from(sample.ids as ArrayLike<number | string>);
  const grid: SampleGrid = {
    name: dataset.name,
    ids,
    rows: ids.map((id) => positions.get(id)!),
    targets: ids.map((_, i) => targetName(sample, i)),
  };
  const pictures = examplePictures(
    sample,
    ids.map((_, i) => i),
    { ids: false },
  );
  return displayable(
    grid,
    () =>
      `${ids.length} of ${formatNumber(dataset.size)} examples of ${dataset.name}: ${grid.targets.join(" ")}`,
    async () => toBundle(pictures),
  );
}

async function ofTable(
  source: AnyTable | PendingTable<never>,
  count: number,
  seed: number,
): Promise<SampleGrid & Displayable> {
  const table: AnyTable = await from(source);
  if (table.rowCount === 0) {
    throw new DataError({ where: "inspect.sampleGrid", expected: "rows to look at", received: "none" });
  }
  const rows = [...new Random(seed).fork("sample").sample(Math.min(count, table.rowCount), table.rowCount)];
  const numbered = await query(
    `SELECT * FROM (SELECT *, row_number() OVER () - 1 AS __place FROM ${table.relation}) WHERE __place IN (${rows.join(", ")})`,
  );
  const byPlace = new Map(numbered.map(({ __place, ...row }) => [Number(__place), row]));
  const chosen = rows.map((row) => byPlace.get(row)!);
  const grid: SampleGrid = {
    name: table.name,
    ids: chosen.map(({ __id }) => __id as number | string),
    rows,
    targets: [],
  };
  const look = shown(
    chosen.map(({ __id, ...row }) => Object.assign({ id: __id }, row)),
    { maxRows: count },
  );
  return displayable(
    grid,
    () => String(look),
    async () => toBundle(look),
  );
}
