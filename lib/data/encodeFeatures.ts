import { DataError } from "../errors/index.ts";
import { query, quoteName, quoteValue, readMatrix } from "./database.ts";
import type { AnyTable } from "./AnyTable.ts";

/** Different values of a text column above which it is no longer spread over columns of its own. */
const mostCategories = 50;

/** Columns as one float32 matrix `[rows, columns]`: numbers and booleans as they are, dates as days since 1970, text as one
 *  column of 0 and 1 per value, sorted. Missing values are NaN, in every column of a text. */
export async function encodeFeatures(
  table: AnyTable,
  features: readonly string[],
): Promise<{ columns: string[]; values: Float32Array }> {
  const columns: string[] = [];
  const terms: string[] = [];
  for (const feature of features) {
    const name = quoteName(feature);
    const type = table.typeOf(feature);
    if (type === "text") {
      for (const category of await categories(table, feature)) {
        columns.push(`${feature}=${category}`);
        terms.push(`(${name} = ${quoteValue(category)})::FLOAT`);
      }
    } else if (type === "nested") {
      throw new DataError({
        where: "table.dataset",
        expected: "features that hold numbers, booleans, dates or text",
        received: `"${feature}" of type ${table.sqlTypeOf(feature)}`,
        hint: "Name the features to use: { target, features: [...] }.",
      });
    } else {
      columns.push(feature);
      terms.push(type === "date" ? `(epoch_ms(${name}::TIMESTAMP) / 86400000)::FLOAT` : `${name}::FLOAT`);
    }
  }
  if (columns.length === 0) {
    throw new DataError({ where: "table.dataset", expected: "at least one feature", received: "none" });
  }
  const list = terms.map((term) => `coalesce(${term}, 'NaN'::FLOAT)`).join(", ");
  const values = new Float32Array(table.rowCount * columns.length);
  return { columns, values: await readMatrix(`SELECT ${list} FROM ${table.relation}`, values) };
}

async function categories(table: AnyTable, feature: string): Promise<string[]> {
  const name = quoteName(feature);
  const found = await query(
    `SELECT DISTINCT ${name}::VARCHAR AS value FROM ${table.relation} WHERE ${name} IS NOT NULL ORDER BY value LIMIT ${mostCategories + 1}`,
  );
  if (found.length <= mostCategories) return found.map(({ value }) => value as string);
  throw new DataError({
    where: "table.dataset",
    expected: `text features of at most ${mostCategories} different values`,
    received: `more in "${feature}"`,
    hint: "Name the features to use: { target, features: [...] }.",
  });
}
