import { checkOptions, DataError } from "../errors/index.ts";
import type { AnyTable } from "./AnyTable.ts";
import { execute, quoteName } from "./database.ts";
import { loadValues } from "./loadValues.ts";
import { checkColumns } from "./tableFailure.ts";

const where = "table.sortBy";

/** The rows in order of a column or of scores (one per row); equal ones stay in their order, missing values and NaN last.
 *  @param derive makes a table of a query
 *  @throws {DataError} for an unknown column, and when there is not one score per row */
export async function tableSortBy<Result>(
  table: AnyTable,
  key: string | ArrayLike<number>,
  options: { descending?: boolean },
  derive: (sql: string) => Promise<Result>,
): Promise<Result> {
  checkOptions(where, options, ["descending"]);
  const direction = options.descending ? "DESC" : "ASC";
  const order = (value: string): string => `${value} IS NULL, ${value} ${direction}, place`;
  const numbered = `SELECT *, row_number() OVER () AS place FROM ${table.relation}`;
  if (typeof key === "string") {
    checkColumns(where, [key], table.columns);
    const name = quoteName(key);
    const value =
      table.typeOf(key) === "number" ? `CASE WHEN isnan(${name}) THEN NULL ELSE ${name} END` : name;
    return derive(`SELECT * EXCLUDE (place) FROM (${numbered}) ORDER BY ${order(value)}`);
  }
  if (key.length !== table.rowCount) {
    throw new DataError({
      where,
      expected: `one score for each of the ${table.rowCount} rows`,
      received: `${key.length}`,
    });
  }
  const scores = await loadValues([{ name: "score", values: Float64Array.from(key) }], where);
  try {
    const value = "CASE WHEN isnan(score) THEN NULL ELSE score END";
    return await derive(
      `SELECT * EXCLUDE (place, score) FROM (${numbered}) POSITIONAL JOIN ${scores} ORDER BY ${order(value)}`,
    );
  } finally {
    await execute(`DROP TABLE ${scores}`);
  }
}
