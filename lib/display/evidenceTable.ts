import { inspect } from "node:util";

import { formatNumber } from "./formatNumber.ts";
import { html } from "./html.ts";
import type { Html } from "./html.ts";

/** Longest text of one value, in characters; evidence may hold whole weight vectors. */
const longest = 300;
const mostItems = 12;
const mostRows = 40;

/** Plain data as a compact table of names and values: lists shortened, nested objects indented.*/
export function evidenceTable(evidence: unknown): Html {
  if (!isRecord(evidence)) return html`<div>${valueText(evidence)}</div>`;
  const entries = Object.entries(evidence);
  const rows = entries.slice(0, mostRows).map(
    ([name, value]) =>
      html`<tr style="background:transparent">
        <td style="text-align:left;vertical-align:top;padding:1px 14px 1px 0;border:none;opacity:0.7">
          ${name}
        </td>
        <td style="text-align:left;vertical-align:top;padding:1px 0;border:none">
          ${isRecord(value) ? evidenceTable(value) : valueText(value)}
        </td>
      </tr>`,
  );
  const more = entries.length - rows.length;
  return html`<table style="border:none;border-collapse:collapse;margin:2px 0">
      <tbody>
        ${rows}
      </tbody>
    </table>
    ${more > 0 ? html`<div style="opacity:0.7">… and ${formatNumber(more)} more</div>` : null}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value) &&
    !(value instanceof Date) &&
    Object.keys(value).length > 0
  );
}

/** One value on one line. */
export function valueText(value: unknown): string {
  const text = fullText(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function fullText(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "number" || typeof value === "bigint") return formatNumber(value);
  if (typeof value === "string") return value;
  if (typeof value !== "object") return inspect(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "invalid date" : value.toISOString();
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const list = Array.isArray(value) ? value : Array.from(value as unknown as ArrayLike<unknown>);
    if (list.length === 0) return "none";
    const items = list.slice(0, mostItems).map(nestedText);
    return items.join(", ") + (list.length > mostItems ? `, … (${formatNumber(list.length)} in all)` : "");
  }
  return Object.keys(value).length === 0 ? "none" : nestedText(value);
}

function nestedText(value: unknown): string {
  if (Array.isArray(value)) return `[${fullText(value)}]`;
  if (!isRecord(value)) return fullText(value);
  const entries = Object.entries(value).slice(0, mostItems);
  return `{ ${entries.map(([name, item]) => `${name}: ${nestedText(item)}`).join(", ")} }`;
}
