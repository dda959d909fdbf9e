import { DataError } from "../errors/index.ts";
import type { NamedValues } from "./loadValues.ts";
import type { DanfoFrame } from "./toDanfo.ts";

/** Columns found in something tabular, and names of its rows if it has them. */
export interface FoundColumns {
  columns: NamedValues[];
  ids?: ArrayLike<number | string>;
}

interface ArrowLike {
  numRows: number;
  schema: { fields: { name: string }[] };
  getChild(name: string): (Iterable<unknown> & { toArray(): ArrayLike<unknown>; nullCount: number }) | null;
}

interface SeriesLike {
  $isSeries: true;
  values: unknown[];
  columns: string[];
  index: (number | string)[];
}

/** @throws {DataError} when there is nothing tabular in it */
export function columnsOf(source: unknown): FoundColumns {
  if (source === null || typeof source !== "object") return refuse(source === null ? "null" : typeof source);
  if (isArrow(source)) return arrowColumns(source);
  if (isDanfoSeries(source)) {
    return {
      columns: [{ name: source.columns[0] ?? "0", values: danfoMissing([...source.values]) }],
      ...ownIds(source.index),
    };
  }
  if (isDanfoFrame(source)) {
    // Its `column` throws when the first value is missing.
    const rows = source.values as unknown[][];
    const columns = source.columns.map((name, c) => ({
      name,
      values: danfoMissing(rows.map((row) => row[c])),
    }));
    return { columns, ...ownIds(source.index) };
  }
  if (Array.isArray(source)) return { columns: columnsOfObjects(source) };
  const columns = Object.entries(source).map(([name, values]) => ({
    name,
    values: values as ArrayLike<unknown>,
  }));
  const wrong = columns.find(({ values }) => !Array.isArray(values) && !ArrayBuffer.isView(values));
  return wrong === undefined && columns.length > 0 ? { columns } : refuse(describe(source, wrong?.name));
}

function isArrow(source: object): source is ArrowLike {
  return "schema" in source && "numRows" in source && typeof (source as ArrowLike).getChild === "function";
}

function isDanfoFrame(source: object): source is DanfoFrame {
  return (
    "dtypes" in source &&
    Array.isArray((source as DanfoFrame).columns) &&
    typeof (source as DanfoFrame).column === "function"
  );
}

function isDanfoSeries(source: object): source is SeriesLike {
  return "dtypes" in source && "$isSeries" in source && source.$isSeries === true;
}

function arrowColumns(source: ArrowLike): FoundColumns {
  return {
    columns: source.schema.fields.map(({ name }) => {
      const column = source.getChild(name)!;
      const typed = column.nullCount === 0 ? column.toArray() : undefined;
      return { name, values: ArrayBuffer.isView(typed) ? (typed as never) : [...column].map(arrowValue) };
    }),
  };
}

function arrowValue(value: unknown): unknown {
  return value !== null && typeof value === "object" && "toJSON" in value && !(value instanceof Date)
    ? (value as { toJSON(): unknown }).toJSON()
    : value;
}

/** Ids that were chosen: an index other than 0, 1, 2, …, without repetition. */
function ownIds(index: readonly (number | string)[]): { ids?: ArrayLike<number | string> } {
  const numbered = index.every((id, i) => id === i);
  return numbered || new Set(index).size < index.length ? {} : { ids: index };
}

/** danfojs writes missing values as NaN in every kind of column. */
function danfoMissing(values: unknown[]): unknown[] {
  return values.map((value) => (Number.isNaN(value) ? null : value));
}

function columnsOfObjects(rows: readonly unknown[]): NamedValues[] {
  const names = new Set<string>();
  for (const [i, row] of rows.entries()) {
    if (row === null || typeof row !== "object" || Array.isArray(row)) {
      return refuse(`${row === null ? "null" : Array.isArray(row) ? "a list" : typeof row} at row ${i}`);
    }
    for (const name of Object.keys(row)) names.add(name);
  }
  if (names.size === 0) return refuse(rows.length === 0 ? "an empty list" : "objects without fields");
  return [...names].map((name) => ({
    name,
    values: rows.map((row) =>
      Object.hasOwn(row as object, name) ? (row as Record<string, unknown>)[name] : null,
    ),
  }));
}

function describe(source: object, wrong: string | undefined): string {
  const kind = Object.prototype.toString.call(source).slice(8, -1);
  return wrong === undefined
    ? `an empty ${kind.toLowerCase()}`
    : `an object whose "${wrong}" is not a list of values`;
}

function refuse(received: string): never {
  throw new DataError({
    where: "data.from",
    expected: "a list of objects, columns by name, a danfojs DataFrame or an Arrow table",
    received,
  });
}
