import { DataError } from "../errors/index.ts";
import { execute, numberedSuffix, query } from "./database.ts";

/** The hidden column that names each row of a table. */
export const idColumn = "__id";

/** A relation with the rows of `relation` and an id for each: its own `__id`, else the number of the row from 0.
 *  @throws {DataError} when the ids it has are missing or not unique */
export async function withIds(relation: string): Promise<string> {
  const names = (await query(`DESCRIBE ${relation}`)).map(({ column_name }) => column_name as string);
  if (names.includes(idColumn)) {
    const [{ rows, distinct }] = (await query(
      `SELECT count(*) AS rows, count(DISTINCT ${idColumn}) AS distinct FROM ${relation}`,
    )) as [{ rows: number; distinct: number }];
    if (rows === distinct) return relation;
    throw new DataError({
      where: "data.Table",
      expected: `ids that differ from each other in ${idColumn}`,
      received: `${distinct} different ones in ${rows} rows`,
      hint: `A query that repeats rows leaves ${idColumn} out: select the columns by name.`,
    });
  }
  // DuckDB's own row number costs nothing; a user's column of that name hides it.
  const number = names.some((name) => name.toLowerCase() === "rowid") ? "row_number() OVER () - 1" : "rowid";
  const numbered = `${relation}${numberedSuffix}`;
  await execute(`CREATE TEMP VIEW ${numbered} AS SELECT *, ${number} AS ${idColumn} FROM ${relation}`);
  return numbered;
}
