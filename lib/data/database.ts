import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as duckdb from "@duckdb/node-api";

type Api = typeof duckdb;

let opened: Promise<{ api: Api; connection: duckdb.DuckDBConnection }> | undefined;

/** The one in-memory DuckDB behind all tables, opened when the first table is made. What does not fit into memory goes to
 *  the system's folder for temporary files. */
export function database(): Promise<{ api: Api; connection: duckdb.DuckDBConnection }> {
  opened ??= open();
  return opened;
}

async function open(): Promise<{ api: Api; connection: duckdb.DuckDBConnection }> {
  const api = await import("@duckdb/node-api");
  const instance = await api.DuckDBInstance.create(":memory:", {
    temp_directory: join(tmpdir(), `roux-tables-${process.pid}`),
    // Extensions would be fetched from the network.
    autoinstall_known_extensions: "false",
  });
  return { api, connection: await instance.connect() };
}

/** A plain value of a result. Whole numbers that fit are numbers, not bigints. */
export type Cell = null | boolean | number | bigint | string | Date | Uint8Array | object;

export type Row = Record<string, Cell>;

/** Runs one statement and gives its rows. */
export async function query(sql: string): Promise<Row[]> {
  const { connection } = await database();
  const reader = await connection.runAndReadAll(sql);
  const names = reader.deduplicatedColumnNames();
  return reader
    .getRowsJS()
    .map((row) => Object.fromEntries(row.map((value, column) => [names[column]!, plain(value)])));
}

/** Runs one statement for its effect. */
export async function execute(sql: string): Promise<void> {
  const { connection } = await database();
  await connection.run(sql);
}

/** Reads numeric columns into one array, row-major. Write the query so that it has no NULL. */
export async function readMatrix<Values extends Float32Array | Float64Array>(
  sql: string,
  values: Values,
): Promise<Values> {
  const { connection } = await database();
  const result = await connection.stream(sql);
  const columns = result.columnCount;
  let row = 0;
  for (
    let chunk = await result.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    for (let column = 0; column < columns; column++) {
      const vector = chunk.getColumnVector(column);
      for (let i = 0, out = row * columns + column; i < vector.itemCount; i++, out += columns) {
        values[out] = vector.getItem(i) as number;
      }
    }
    row += chunk.rowCount;
  }
  return values;
}

let named = 0;

/** A new name for a table inside the database. */
export function newRelation(): string {
  named += 1;
  return `table_${named}`;
}

/** Forgets a table and the view on it that numbers its rows, if there is one. */
export async function dropRelation(relation: string): Promise<void> {
  if (relation.endsWith(numberedSuffix)) await execute(`DROP VIEW IF EXISTS ${relation}`);
  await execute(`DROP TABLE IF EXISTS ${relation.replace(numberedSuffix, "")}`);
}

/** Ends the name of a view that adds ids to a table. */
export const numberedSuffix = "_numbered";

/** A name as SQL writes it. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text or number as SQL writes it. */
export function quoteValue(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : `'${value}'::DOUBLE`;
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (value instanceof Date) return `TIMESTAMP '${value.toISOString().replace("T", " ").replace("Z", "")}'`;
  const text = typeof value === "object" ? JSON.stringify(value) : (value as string);
  return `'${text.replaceAll("'", "''")}'`;
}

function plain(value: unknown): Cell {
  if (typeof value !== "bigint") return value as Cell;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
