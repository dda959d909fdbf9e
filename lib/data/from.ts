import { checkOptions } from "../errors/index.ts";
import { columnsOf } from "./columnsOf.ts";
import { loadValues } from "./loadValues.ts";
import { PendingTable } from "./PendingTable.ts";
import { Table } from "./Table.ts";
import { idColumn } from "./withIds.ts";

/** A column of values with its type known: a typed array, or a list. */
export type Columns = Readonly<Record<string, ArrayLike<unknown>>>;

type RowOf<Source> = Source extends readonly (infer Row extends object)[]
  ? Row
  : Source extends Columns
    ? { [Name in keyof Source]: Source[Name] extends ArrayLike<infer Value> ? Value : never }
    : Record<string, unknown>;

/** Makes a table of what is in memory: a list of objects, columns by name (`{ mass: Float32Array, … }`), a danfojs
 *  DataFrame or Series, an Arrow table. Recognised by their shape; no package is imported for it. The index of a DataFrame
 *  becomes the ids.
 *  @param options.name shown name. Default: "table"
 *  @throws {DataError} when there is nothing tabular in it */
export function from<Source extends object>(
  source: Source,
  options: { name?: string } = {},
): PendingTable<RowOf<Source>> {
  checkOptions("data.from", options, ["name"]);
  return new PendingTable(makeTable(source, options.name) as Promise<Table<RowOf<Source>>>);
}

async function makeTable(source: object, name = "table"): Promise<Table> {
  if (source instanceof Table) return source;
  if (source instanceof PendingTable) return source;
  const { columns, ids } = columnsOf(source);
  const all = ids ? [...columns, { name: idColumn, values: ids }] : columns;
  const relation = await loadValues(all, "data.from");
  return Table.ofRelation(relation, name);
}
