import { columnFormat, formatNumber, html } from "../display/index.ts";
import type { Html, MimeBundle } from "../display/index.ts";
import { isNumeric } from "./ColumnType.ts";
import { query, quoteName } from "./database.ts";
import type { Row } from "./database.ts";
import type { AnyTable } from "./AnyTable.ts";

const shownRows = 10;
const shownColumns = 30;
const longestCell = 80;

/** The table in one line. */
export function tableLine(table: AnyTable): string {
  const types = [...table.types].slice(0, 8).map(([name, type]) => `${name} ${type}`);
  const more = table.columns.length > types.length ? ", …" : "";
  const columns = `${formatNumber(table.columns.length)} ${table.columns.length === 1 ? "column" : "columns"}`;
  return `${table.name}: ${formatNumber(table.rowCount)} ${table.rowCount === 1 ? "row" : "rows"} × ${columns} (${types.join(", ")}${more})`;
}

/** The first rows below the columns' names, types and counts of missing values. */
export async function tableBundle(table: AnyTable): Promise<MimeBundle> {
  const columns: string[] = table.columns.slice(0, shownColumns);
  const counts = columns.map((name, c) => `count(*) - count(${quoteName(name)}) AS c${c}`);
  const [missing] = columns.length > 0 ? await query(`SELECT ${counts.join(", ")} FROM ${table.stored}`) : [];
  const rows = await firstRows(table, columns);
  const cells = columns.map((name) => columnCells(rows.map((row) => row[name] ?? null)));
  const heads = columns.map((name, c) => ({
    name,
    note: [
      table.types.get(name)!,
      ...(missing![`c${c}`] ? [`${formatNumber(missing![`c${c}`] as number)} missing`] : []),
    ].join(", "),
    align: isNumeric(table.types.get(name)!) ? "right" : "left",
    cells: cells[c]!,
  }));
  return { "text/plain": text(table, heads), "text/html": page(table, heads, rows.length).source };
}

function firstRows(table: AnyTable, columns: readonly string[]): Promise<Row[]> {
  if (columns.length === 0) return Promise.resolve([]);
  return query(`SELECT ${columns.map(quoteName).join(", ")} FROM ${table.stored} LIMIT ${shownRows}`);
}

interface Head {
  name: string;
  note: string;
  align: string;
  cells: string[];
}

function columnCells(values: readonly unknown[]): string[] {
  const format = columnFormat(values.filter((value) => typeof value === "number"));
  return values.map((value) => {
    const cell = cellText(value, format);
    return cell.length > longestCell ? `${cell.slice(0, longestCell - 1)}…` : cell;
  });
}

function cellText(value: unknown, format: ReturnType<typeof columnFormat>): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "number") return formatNumber(value, format);
  if (value instanceof Date)
    return value.toISOString().replace("T00:00:00.000Z", "").replace(".000Z", "").replace("T", " ");
  if (typeof value === "object") {
    return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part));
  }
  return `${value as string | boolean | bigint}`;
}

function rest(table: AnyTable, rowsShown: number): string {
  const rows = table.rowCount - rowsShown;
  const columns = table.columns.length - shownColumns;
  const parts = [
    ...(rows > 0 ? [`${formatNumber(rows)} more rows`] : []),
    ...(columns > 0 ? [`${formatNumber(columns)} more columns`] : []),
  ];
  return parts.length > 0 ? `… ${parts.join(" and ")}` : "";
}

function page(table: AnyTable, heads: readonly Head[], rowsShown: number): Html {
  const line = "rgba(127,127,127,0.35)";
  const size = `${formatNumber(table.rowCount)} rows × ${formatNumber(table.columns.length)} columns`;
  return html`<div style="margin:4px 0">
      <span style="font-weight:600">${table.name}</span> <span style="opacity:0.7">${size}</span>
    </div>
    <table style="border-collapse:collapse;border:none;margin:4px 0;font-variant-numeric:tabular-nums">
      <thead>
        <tr style="border-bottom:2px solid ${line}">
          ${heads.map(
            ({ name, note, align }) =>
              html`<th style="text-align:${align};padding:3px 10px;font-weight:600">
                ${name}
                <div style="font-weight:400;opacity:0.7">${note}</div>
              </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${Array.from(
          { length: rowsShown },
          (_, r) =>
            html`<tr style="background:transparent;border-bottom:1px solid ${line}">
              ${heads.map(({ cells, align }) => html`<td style="text-align:${align};padding:3px 10px">${cells[r]}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
    ${rowsShown === 0 ? html`<div style="opacity:0.7">no rows</div>` : null}
    <div style="opacity:0.7">${rest(table, rowsShown)}</div>`;
}

function text(table: AnyTable, heads: readonly Head[]): string {
  const widths = heads.map(({ name, cells }) => Math.max(name.length, ...cells.map((cell) => cell.length)));
  const line = (parts: readonly string[]): string =>
    parts
      .map((part, c) => (heads[c]!.align === "right" ? part.padStart(widths[c]!) : part.padEnd(widths[c]!)))
      .join("  ")
      .trimEnd();
  const rows = Array.from({ length: heads[0]?.cells.length ?? 0 }, (_, r) =>
    line(heads.map(({ cells }) => cells[r]!)),
  );
  const more = rest(table, rows.length);
  return [tableLine(table), line(heads.map(({ name }) => name)), ...rows, ...(more ? [more] : [])].join("\n");
}
