import { checkOptions, DataError } from "../errors/index.ts";
import { displayable } from "./displayable.ts";
import { valueText } from "./evidenceTable.ts";
import { columnFormat, formatNumber } from "./formatNumber.ts";
import { Html, html } from "./html.ts";
import type { Displayable } from "./mime.ts";

/** One column of a shown table. */
export interface ColumnOptions<Row = Record<string, unknown>> {
  /** Name of the field in the rows. */
  key: string;
  /** Heading. Default: the key. */
  title?: string;
  /** Default: `"right"` when every value is a number, else `"left"`. */
  align?: "left" | "right" | "center";
  /** How a value is written: text (escaped) or `Html`. Default: numbers with aligned decimals, the rest as text. */
  format?: (value: unknown, row: Row) => string | Html;
}

export interface TableOptions<Row = Record<string, unknown>> {
  /** Which columns, in which order; names or descriptions. Default: every field of the rows. */
  columns?: readonly (string | ColumnOptions<Row>)[];
  /** A heading above the table. */
  caption?: string;
  /** Alignment by column name. */
  align?: Readonly<Record<string, "left" | "right" | "center">>;
  /** How the values of a column are written, by column name. */
  format?: Readonly<Record<string, (value: unknown, row: Row) => string | Html>>;
  /** Rows shown at most; the rest is counted below the table. Default 50. */
  maxRows?: number;
}

/** A table as plain data. */
export interface ShownTable {
  columns: string[];
  rows: unknown[][];
  caption?: string;
}

/** Cells shown at most, so that a page stays below 300 KB; a cell is cut at 80 characters when there are many. */
const mostCells = 2_000;
const mostColumns = 40;

/** Rows as a table to look at: an HTML table in a notebook, aligned text in a terminal.
 *  @param rows  objects, one a row, or typed columns `{ name: values }` of equal length
 *  @throws {DataError} when columns differ in length or a named column does not exist */
export function table<Row extends object>(
  rows: readonly Row[] | Readonly<Record<string, ArrayLike<unknown>>>,
  options: TableOptions<Row> = {},
): ShownTable & Displayable {
  checkOptions("table", options, ["columns", "caption", "align", "format", "maxRows"]);
  const objects = toObjects(rows) as Record<string, unknown>[];
  const names = Array.isArray(rows) ? namesOf(objects) : Object.keys(rows);
  const columns = (options.columns ?? names).map((column) => describe(column, names, options));
  const data: ShownTable = {
    columns: columns.map(({ key, title }) => title ?? key),
    rows: objects.map((row) => columns.map(({ key }) => row[key])),
    ...(options.caption === undefined ? {} : { caption: options.caption }),
  };
  const written = (): WrittenTable => write(data, columns as ColumnOptions[], objects, options.maxRows ?? 50);
  return displayable(
    data,
    () => textTable(data, written()),
    () => ({ "text/html": htmlTable(data, written()).source }),
  );
}

function describe<Row>(
  column: string | ColumnOptions<Row>,
  names: readonly string[],
  options: TableOptions<Row>,
): ColumnOptions<Row> {
  const described: ColumnOptions<Row> = typeof column === "string" ? { key: column } : { ...column };
  const { key } = described;
  if (names.length > 0 && !names.includes(key) && described.format === undefined) {
    throw new DataError({
      where: "table",
      expected: `columns among ${names.join(", ")}`,
      received: `"${key}"`,
    });
  }
  const align = options.align?.[key];
  const format = options.format?.[key];
  if (align) described.align ??= align;
  if (format) described.format ??= format;
  return described;
}

interface WrittenTable {
  cells: (string | Html)[][];
  align: ("left" | "right" | "center")[];
  hiddenRows: number;
  hiddenColumns: number;
}

function write(
  { rows, columns: titles }: ShownTable,
  columns: readonly ColumnOptions[],
  objects: readonly Record<string, unknown>[],
  maxRows: number,
): WrittenTable {
  const shownColumns = columns.slice(0, mostColumns);
  const shown = rows.slice(
    0,
    Math.min(maxRows, Math.max(5, Math.floor(mostCells / Math.max(1, shownColumns.length)))),
  );
  const longestCell = shown.length * shownColumns.length > 500 ? 80 : 240;
  const formats = shownColumns.map((column, c) => {
    if (column.format) return column.format;
    const format = columnFormat(shown.flatMap((row) => (typeof row[c] === "number" ? [row[c]] : [])));
    return (value: unknown): string =>
      typeof value === "number" ? formatNumber(value, format) : valueText(value);
  });
  return {
    cells: shown.map((row, r) =>
      shownColumns.map((_, c) => {
        const cell = formats[c]!(row[c], objects[r]!);
        return typeof cell === "string" && cell.length > longestCell
          ? `${cell.slice(0, longestCell - 1)}…`
          : cell;
      }),
    ),
    align: shownColumns.map((column, c) => column.align ?? (isNumeric(rows, c) ? "right" : "left")),
    hiddenRows: rows.length - shown.length,
    hiddenColumns: titles.length - shownColumns.length,
  };
}

function isNumeric(rows: readonly unknown[][], column: number): boolean {
  let numbers = 0;
  for (const row of rows) {
    const value = row[column];
    if (typeof value === "number" || typeof value === "bigint") numbers++;
    else if (value !== null && value !== undefined) return false;
  }
  return numbers > 0;
}

function hiddenText({ hiddenRows, hiddenColumns }: WrittenTable): string {
  const hidden = [
    ...(hiddenRows > 0 ? [`${formatNumber(hiddenRows)} more ${hiddenRows === 1 ? "row" : "rows"}`] : []),
    ...(hiddenColumns > 0
      ? [`${formatNumber(hiddenColumns)} more ${hiddenColumns === 1 ? "column" : "columns"}`]
      : []),
  ];
  return hidden.length > 0 ? `… ${hidden.join(" and ")}` : "";
}

function htmlTable({ columns, caption }: ShownTable, written: WrittenTable): Html {
  const { cells, align } = written;
  const hidden = hiddenText(written);
  const line = "rgba(127,127,127,0.35)";
  return html`<table
      style="border-collapse:collapse;border:none;margin:4px 0;font-variant-numeric:tabular-nums"
    >
      ${
        caption
          ? html`<caption style="text-align:left;font-weight:600;padding:2px 0">
              ${caption}
            </caption>`
          : null
      }
      <thead>
        <tr style="border-bottom:2px solid ${line}">
          ${align.map(
            (side, c) =>
              html`<th style="text-align:${side};padding:3px 10px;font-weight:600">${columns[c]}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${cells.map(
          (row) =>
            html`<tr style="background:transparent;border-bottom:1px solid ${line}">
              ${row.map((cell, c) => html`<td style="text-align:${align[c]};padding:3px 10px">${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
    ${
      cells.length === 0 ? html`<div style="opacity:0.7">no rows</div>` : null
    }${hidden ? html`<div style="opacity:0.7">${hidden}</div>` : null}`;
}

function textTable({ columns, caption }: ShownTable, written: WrittenTable): string {
  const { cells, align } = written;
  const texts = cells.map((row) => row.map((cell) => (cell instanceof Html ? cell.text : cell)));
  const head = columns.slice(0, align.length);
  const widths = head.map((title, c) => Math.max(title.length, ...texts.map((row) => row[c]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((text, c) => (align[c] === "right" ? text.padStart(widths[c]!) : text.padEnd(widths[c]!)))
      .join("  ")
      .trimEnd();
  return [
    ...(caption ? [caption] : []),
    line(head),
    widths.map((width) => "─".repeat(width)).join("  "),
    ...(texts.length > 0 ? texts.map(line) : ["no rows"]),
    ...(hiddenText(written) ? [hiddenText(written)] : []),
  ].join("\n");
}

function namesOf(rows: readonly Record<string, unknown>[]): string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) names.add(name);
  return [...names];
}

function toObjects(
  rows: readonly object[] | Readonly<Record<string, ArrayLike<unknown>>>,
): readonly object[] {
  if (Array.isArray(rows)) return rows as readonly object[];
  const columns = Object.entries(rows as Readonly<Record<string, ArrayLike<unknown>>>);
  const length = columns[0]?.[1].length ?? 0;
  for (const [name, values] of columns) {
    if (values.length === length) continue;
    throw new DataError({
      where: "table",
      expected: `columns of equal length (${columns[0]![0]} has ${length})`,
      received: `${values.length} in ${name}`,
    });
  }
  return Array.from({ length }, (_, i) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[i]])),
  );
}
