import { DataError } from "../errors/index.ts";
import type { AnyTable } from "./AnyTable.ts";
import type { Condition } from "./Condition.ts";
import { execute, query, quoteName, quoteValue } from "./database.ts";
import { loadValues } from "./loadValues.ts";
import { checkColumns } from "./tableFailure.ts";
import { idColumn } from "./withIds.ts";

const where = "table.where";

/** The rows for which a condition holds.
 *  @param derive makes a table of a query
 *  @throws {DataError} for SQL that is wrong, unknown columns and unknown ids */
export async function tableWhere<Row extends object, Result>(
  table: AnyTable,
  condition: Condition<Row>,
  derive: (sql: string) => Promise<Result>,
): Promise<Result> {
  const all = `SELECT * FROM ${table.relation}`;
  if (typeof condition === "string") return derive(`${all} WHERE (${condition}\n)`);
  if (typeof condition === "function") {
    const rows = (await table.rows()) as Row[];
    const ids = await table.ids();
    return withIdsOf(
      table,
      ids.filter((_, i) => condition(rows[i]!)),
      derive,
    );
  }
  if (Array.isArray(condition) || ArrayBuffer.isView(condition))
    return withIdsOf(table, condition as ArrayLike<number | string>, derive);
  const wanted = Object.entries(condition as Record<string, unknown>);
  checkColumns(
    where,
    wanted.map(([name]) => name),
    table.columns,
  );
  const tests = wanted.map(([name, value]) => `${quoteName(name)} IS NOT DISTINCT FROM ${quoteValue(value)}`);
  return derive(tests.length === 0 ? all : `${all} WHERE ${tests.join(" AND ")}`);
}

/** The rows with these ids, in their order. */
async function withIdsOf<Result>(
  table: AnyTable,
  ids: ArrayLike<number | string>,
  derive: (sql: string) => Promise<Result>,
): Promise<Result> {
  const wanted = await loadValues([{ name: "wanted", values: ids }], where);
  try {
    const missing = await query(
      `SELECT wanted FROM ${wanted} ANTI JOIN ${table.relation} ON wanted::VARCHAR = ${idColumn}::VARCHAR LIMIT 1`,
    );
    if (missing[0]) {
      throw new DataError({
        where,
        expected: `ids of ${table.name}`,
        received: JSON.stringify(missing[0]["wanted"]),
      });
    }
    return await derive(
      `SELECT rows.* FROM (SELECT wanted, row_number() OVER () AS place FROM ${wanted}) AS ids JOIN ${table.relation} AS rows ON ids.wanted::VARCHAR = rows.${idColumn}::VARCHAR ORDER BY place`,
    );
  } finally {
    await execute(`DROP TABLE ${wanted}`);
  }
}
