import { formatNumber, html, verdictBadge, verdictStyle } from "../display/index.ts";
import type { Html } from "../display/index.ts";
import type { Bin, ColumnSummary } from "./ColumnSummary.ts";
import type { Warning } from "./columnWarnings.ts";
import type { TableSummary } from "./tableSummary.ts";

/** Columns and warnings shown at most. */
const mostColumns = 60;
const mostWarnings = 30;
const blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const line = "rgba(127,127,127,0.35)";

const short = (value: number | null | undefined): string =>
  value === null || value === undefined ? "–" : formatNumber(value);

/** The summary for terminals: a line per column, then the warnings. */
export function tableSummaryText({ columns, warnings }: TableSummary): string {
  const width = Math.max(0, ...columns.map(({ name }) => name.length));
  const lines = columns.slice(0, mostColumns).map((column) => {
    const { name, type, missing, distinct, numbers } = column;
    const bars = numbers
      ? `${sparkline(numbers.histogram)}  ${short(numbers.min)} … ${short(numbers.quantiles.p50)} … ${short(numbers.max)}`
      : topText(column, 3);
    return `${name.padEnd(width)}  ${type.padEnd(7)}  ${missing > 0 ? `${formatNumber(missing)} missing  ` : ""}${formatNumber(distinct)} different  ${bars}`;
  });
  return [
    ...lines,
    ...warnings
      .slice(0, mostWarnings)
      .map(({ verdict, message }) => `${verdictStyle[verdict].symbol} ${message}`),
  ].join("\n");
}

function sparkline(bins: readonly Bin[]): string {
  const highest = Math.max(...bins.map(({ count }) => count));
  return bins
    .map(({ count }) => (count === 0 ? " " : blocks[Math.ceil((count / highest) * 8) - 1]!))
    .join("");
}

function topText({ top, distinct }: ColumnSummary, count: number): string {
  return top
    .filter(({ count: times }) => times > 1 || distinct <= count)
    .slice(0, count)
    .map(
      ({ value, count: times }) =>
        `${typeof value === "number" ? formatNumber(value) : cut(String(value))} × ${formatNumber(times)}`,
    )
    .join(", ");
}

const cut = (text: string): string => (text.length > 24 ? `${text.slice(0, 23)}…` : text);

/** The summary as a table, a row per column with its histogram drawn in it, below the warnings. */
export function tableSummaryHtml(summary: TableSummary): Html {
  const { name, message, columns, verdict } = summary;
  const heads = [
    "column",
    "distribution",
    "missing",
    "different",
    "mean",
    "deviation",
    "min",
    "25 %",
    "median",
    "75 %",
    "max",
    "most frequent",
  ];
  const hidden = columns.length - mostColumns;
  return html`<div
    style="border-left:4px solid ${verdictStyle[verdict].color};padding:2px 0 2px 12px;margin:4px 0;line-height:1.5"
  >
    <div>${verdictBadge(verdict)} <span style="font-weight:600;padding:0 6px">${name}</span> ${message}</div>
    ${warningList(summary.warnings)}
    <table style="border-collapse:collapse;border:none;margin:6px 0;font-variant-numeric:tabular-nums">
      <thead>
        <tr style="border-bottom:2px solid ${line}">
          ${heads.map((head, h) => html`<th style="text-align:${h < 2 || h === 11 ? "left" : "right"};padding:3px 8px;font-weight:600">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${columns.slice(0, mostColumns).map(columnRow)}
      </tbody>
    </table>
    ${hidden > 0 ? html`<div style="opacity:0.7">… ${formatNumber(hidden)} more columns</div>` : null}
  </div>`;
}

/** Warnings as a list, gravest first. */
export function warningList(warnings: readonly Warning[]): Html {
  const hidden = warnings.length - mostWarnings;
  return html`${warnings.slice(0, mostWarnings).map(
    ({ verdict, message, advice }) =>
      html`<div>
        <span
          style="color:#ffffff;background-color:${verdictStyle[verdict].color};border-radius:0.7em;padding:0 0.45em;font-weight:600"
          >${verdictStyle[verdict].symbol}</span
        >
        ${message}. <span style="opacity:0.7">${advice}</span>
      </div>`,
  )}${hidden > 0 ? html`<div style="opacity:0.7">… ${formatNumber(hidden)} more</div>` : null}`;
}

function columnRow(column: ColumnSummary): Html {
  const { name, type, missing, nan, infinite, distinct, numbers, dates } = column;
  const gone = [
    ...(missing > 0 ? [formatNumber(missing)] : []),
    ...(nan > 0 ? [`${formatNumber(nan)} NaN`] : []),
    ...(infinite > 0 ? [`${formatNumber(infinite)} ∞`] : []),
  ];
  const cells = [
    gone.join(", ") || "–",
    formatNumber(distinct),
    ...(numbers
      ? [
          numbers.mean,
          numbers.deviation,
          numbers.min,
          numbers.quantiles.p25,
          numbers.quantiles.p50,
          numbers.quantiles.p75,
          numbers.max,
        ].map(short)
      : ["", "", dates?.first ?? "", "", "", "", dates?.last ?? ""]),
  ];
  return html`<tr style="background:transparent;border-bottom:1px solid ${line}">
    <td style="text-align:left;padding:3px 8px">
      <span style="font-weight:600">${name}</span> <span style="opacity:0.7">${type}</span>
    </td>
    <td style="text-align:left;padding:3px 8px;white-space:nowrap">${distribution(column)}</td>
    ${cells.map((cell) => html`<td style="text-align:right;padding:3px 8px;white-space:nowrap">${cell}</td>`)}
    <td style="text-align:left;padding:3px 8px">${topText(column, 3)}</td>
  </tr> `;
}

/** Bars side by side: the histogram of numbers, the most frequent values of everything else. */
function distribution({ numbers, top }: ColumnSummary): Html {
  const bars = numbers
    ? numbers.histogram.map(({ from, to, count }) => ({
        count,
        title: `${short(from)} … ${short(to)}: ${short(count)}`,
      }))
    : top.map(({ value, count }) => ({ count, title: `${cut(String(value))}: ${short(count)}` }));
  const highest = Math.max(1, ...bars.map(({ count }) => count));
  const width = numbers ? Math.max(4, Math.floor(80 / bars.length)) : 14;
  return html`${bars.map(({ count, title }) => {
    const height = count === 0 ? 0 : Math.max(1, Math.round((count / highest) * 24));
    return html`<span
      title="${title}"
      style="display:inline-block;vertical-align:bottom;width:${width}px;height:${height}px;margin-right:1px;background-color:#4c78a8"
    ></span>`;
  })}`;
}
