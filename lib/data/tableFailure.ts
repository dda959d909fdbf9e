import { DataError, nearest } from "../errors/index.ts";

/** What DuckDB says about a statement, as an error of ours: unknown columns with the nearest known one, the rest in its
 *  own first line. */
export function tableFailure(where: string, cause: unknown, columns: readonly string[]): DataError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const unknown = /(?:Referenced column|column named) "([^"]+)"|does not have a column named "([^"]+)"/.exec(
    message,
  );
  const name = unknown?.[1] ?? unknown?.[2];
  if (name !== undefined) return unknownColumn(where, name, columns, cause);
  const [first = ""] = message.split("\n");
  return new DataError({
    where,
    expected: "SQL that DuckDB can run",
    received: first.replace(/^\w[\w ]* Error: /, "").replace(/[.!]+$/, ""),
    cause,
  });
}

export function unknownColumn(
  where: string,
  name: string,
  columns: readonly string[],
  cause?: unknown,
): DataError {
  const meant = nearest(name, columns);
  const shown =
    columns.slice(0, 20).join(", ") + (columns.length > 20 ? `, … (${columns.length} in all)` : "");
  return new DataError({
    where,
    expected: `columns among ${shown}`,
    received: `"${name}"`,
    ...(meant ? { hint: `Did you mean "${meant}"?` } : {}),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** @throws {DataError} when one of the names is not a column */
export function checkColumns(where: string, names: readonly string[], columns: readonly string[]): void {
  for (const name of names) if (!columns.includes(name)) throw unknownColumn(where, name, columns);
}
