import type { AnyTable } from "../data/index.ts";
import { query, quoteName } from "../data/database.ts";
import { formatNumber } from "../display/index.ts";
import type { ColumnSummary } from "./ColumnSummary.ts";
import type { Warning } from "./columnWarnings.ts";

/** What is remarkable in a table as a whole: no rows, rows twice, columns twice. */
export async function tableWarnings(
  table: AnyTable,
  columns: readonly ColumnSummary[],
  duplicateRows: number,
): Promise<Warning[]> {
  if (table.rowCount === 0) {
    return [
      {
        kind: "no-rows",
        verdict: "fail",
        columns: [],
        message: "no rows",
        advice: "Look at how it was read or filtered.",
      },
    ];
  }
  const warnings: Warning[] = [];
  if (duplicateRows > 0) {
    const share = formatNumber((100 * duplicateRows) / table.rowCount, { digits: 3 });
    warnings.push({
      kind: "duplicate-rows",
      verdict: "warn",
      columns: [],
      message: `${formatNumber(duplicateRows)} rows (${share} %) repeat an earlier one`,
      advice: "If they are copies, keep one of each, or copies of training rows end up in the test set.",
    });
  }
  for (const [first, second] of await equalColumns(table, columns)) {
    warnings.push({
      kind: "duplicate-columns",
      verdict: "warn",
      columns: [first, second],
      message: `${second}: the same values as ${first}`,
      advice: "Leave one of them out.",
    });
  }
  return warnings;
}

/** Rows that repeat an earlier one, by 128 bits of hash: a false one is less likely than a fault of the memory. */
export async function countDuplicateRows(table: AnyTable): Promise<number> {
  if (table.columns.length === 0) return 0;
  const list = table.columns.map(quoteName).join(", ");
  const [found] = await query(
    `SELECT count(*) AS count FROM (SELECT DISTINCT hash(${list}), hash('second', ${list}) FROM ${table.stored})`,
  );
  return table.rowCount - Number(found!["count"]);
}

/** Pairs of columns with equal values in every row, each later column with the first it equals. Constant ones are not named:
 *  they have a warning of their own. */
async function equalColumns(table: AnyTable, columns: readonly ColumnSummary[]): Promise<[string, string][]> {
  const groups = new Map<string, ColumnSummary[]>();
  for (const column of columns) {
    if (column.distinct < 2) continue;
    // Equal columns have equal statistics: few pairs are left to compare value by value.
    const key = JSON.stringify([
      column.count,
      column.distinct,
      column.top,
      column.numbers?.mean,
      column.numbers?.min,
      column.numbers?.max,
      column.dates,
    ]);
    groups.set(key, [...(groups.get(key) ?? []), column]);
  }
  const pairs: [string, string][] = [];
  for (const group of groups.values()) {
    const originals: string[] = [];
    for (const { name } of group) {
      const original = await firstEqual(table, originals, name);
      if (original === undefined) originals.push(name);
      else pairs.push([original, name]);
    }
  }
  return pairs;
}

async function firstEqual(
  table: AnyTable,
  originals: readonly string[],
  name: string,
): Promise<string | undefined> {
  for (const original of originals) {
    const [found] = await query(
      `SELECT count(*) AS count FROM ${table.stored} WHERE ${quoteName(original)}::VARCHAR IS DISTINCT FROM ${quoteName(name)}::VARCHAR`,
    );
    if (Number(found!["count"]) === 0) return original;
  }
  return undefined;
}
