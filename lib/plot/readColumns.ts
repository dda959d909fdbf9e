import { DataError, nearest } from "../errors/index.ts";
import type { Rows } from "./Plot.ts";

/** Reads columns of rows or of typed columns by name. */
export interface ColumnReader {
  readonly names: readonly string[];
  readonly rowCount: number;
  has(name: string): boolean;
  /** @throws {DataError} when there is no such column, naming those there are */
  column(name: string): ArrayLike<unknown>;
}

/** @throws {DataError} when there are no rows, or typed columns differ in length */
export function readColumns(where: string, rows: Rows): ColumnReader {
  if (rows === null || typeof rows !== "object") {
    throw new DataError({
      where,
      expected: "rows (an array of objects) or typed columns",
      received: rows === null ? "null" : typeof rows,
    });
  }
  if (typeof (rows as { rows?: unknown }).rows === "function") {
    throw new DataError({
      where,
      expected: "rows (an array of objects) or typed columns",
      received: "a table",
      hint: "Pass its rows: await table.rows().",
    });
  }
  const reader = Array.isArray(rows)
    ? fromObjects(where, rows as object[])
    : fromColumns(where, rows as never);
  if (reader.rowCount === 0) {
    throw new DataError({ where, expected: "at least one row to plot", received: "none" });
  }
  return reader;
}

function missing(where: string, name: string, names: readonly string[]): DataError {
  const meant = nearest(name, names);
  return new DataError({
    where,
    expected: `a column among ${names.join(", ")}`,
    received: `"${name}"`,
    ...(meant ? { hint: `Did you mean "${meant}"?` } : {}),
  });
}

function fromObjects(where: string, rows: readonly object[]): ColumnReader {
  const names = new Set<string>();
  for (const row of rows) {
    if (row === null || typeof row !== "object") {
      throw new DataError({ where, expected: "an object for each row", received: String(row) });
    }
    for (const name of Object.keys(row)) names.add(name);
  }
  return {
    names: [...names],
    rowCount: rows.length,
    has: (name) => names.has(name),
    column(name) {
      if (!names.has(name)) throw missing(where, name, [...names]);
      return rows.map((row) => (row as Record<string, unknown>)[name]);
    },
  };
}

function fromColumns(where: string, columns: Readonly<Record<string, ArrayLike<unknown>>>): ColumnReader {
  const names = Object.keys(columns);
  const rowCount = names.length > 0 ? columns[names[0]!]!.length : 0;
  for (const name of names) {
    if (typeof columns[name] !== "object" || typeof columns[name].length !== "number") {
      throw new DataError({
        where,
        expected: `an array for column "${name}"`,
        received: typeof columns[name],
      });
    }
    if (columns[name].length === rowCount) continue;
    throw new DataError({
      where,
      expected: `columns of equal length (${names[0]} has ${rowCount})`,
      received: `${columns[name].length} in ${name}`,
    });
  }
  return {
    names,
    rowCount,
    has: (name) => Object.hasOwn(columns, name),
    column(name) {
      if (!Object.hasOwn(columns, name)) throw missing(where, name, names);
      return columns[name]!;
    },
  };
}

/** A column as numbers: null and undefined become NaN, dates their milliseconds.
 *  @throws {DataError} at the first value that is not a number */
export function toNumbers(where: string, name: string, values: ArrayLike<unknown>): Float64Array {
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null || value === undefined) numbers[i] = NaN;
    else if (typeof value === "number") numbers[i] = value;
    else if (typeof value === "bigint" || typeof value === "boolean" || value instanceof Date)
      numbers[i] = Number(value);
    else {
      throw new DataError({
        where,
        expected: `numbers in "${name}"`,
        received: `${typeof value === "string" ? JSON.stringify(value) : typeof value} in row ${i}`,
        ...(typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))
          ? { hint: "It is a number written as text: convert it with Number(…)." }
          : {}),
      });
    }
  }
  return numbers;
}

/** A column as category names; null and undefined become `(none)`. */
export function toNames(values: ArrayLike<unknown>): string[] {
  return Array.from(values, (value) => {
    if (value === null || value === undefined) return "(none)";
    if (value instanceof Date) return value.toISOString();
    return typeof value === "string"
      ? value
      : typeof value === "object"
        ? JSON.stringify(value)
        : `${value as number}`;
  });
}

/** True when a column holds dates. */
export function holdsDates(values: ArrayLike<unknown>): boolean {
  for (let i = 0; i < values.length; i++)
    if (values[i] !== null && values[i] !== undefined) return values[i] instanceof Date;
  return false;
}
