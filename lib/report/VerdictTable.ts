import { displayable, html, verdictBadge, verdictStyle } from "../display/index.ts";
import type { CheckResult, Displayable, Html, Verdict } from "../display/index.ts";
import { DataError } from "../errors/index.ts";

/** The verdicts of several checks, as plain data. */
export interface VerdictTable {
  rows: Pick<CheckResult, "check" | "verdict" | "message" | "advice">[];
  /** How many of each. */
  counts: Record<Verdict, number>;
}

/** True for what has the shape of a check result. */
export function isCheckResult(value: unknown): value is CheckResult {
  if (typeof value !== "object" || value === null) return false;
  const { check, verdict, message } = value as Partial<CheckResult>;
  return (
    typeof check === "string" && typeof message === "string" && Object.hasOwn(verdictStyle, String(verdict))
  );
}

/** A short table of verdicts: a line each, with the next thing to do below those that do not pass, and a count of all.
 *  `String(…)` is the form for terminals.
 *  @throws {DataError} when something is no check result */
export function verdicts(results: Iterable<CheckResult>): VerdictTable & Displayable {
  const rows: VerdictTable["rows"] = [];
  const counts: Record<Verdict, number> = { pass: 0, warn: 0, fail: 0, skip: 0 };
  for (const result of results) {
    if (!isCheckResult(result)) {
      throw new DataError({
        where: "report.verdicts",
        expected: "check results (with check, verdict and message)",
        received: `${typeof result} as number ${rows.length + 1}`,
        hint: "A check that is still running must be awaited first.",
      });
    }
    const { check, verdict, message, advice } = result;
    rows.push({ check, verdict, message, ...(advice === undefined ? {} : { advice }) });
    counts[verdict]++;
  }
  const data = { rows, counts };
  return displayable(
    data,
    () => verdictText(data),
    () => ({ "text/html": verdictHtml(data).source }),
  );
}

function total({ counts }: VerdictTable): string {
  const parts = (Object.keys(verdictStyle) as Verdict[]).filter((verdict) => counts[verdict] > 0);
  return parts.length > 0 ? parts.map((verdict) => `${counts[verdict]} ${verdict}`).join(", ") : "no checks";
}

function verdictText(table: VerdictTable): string {
  const width = Math.max(0, ...table.rows.map(({ check }) => check.length));
  const lines = table.rows.flatMap(({ check, verdict, message, advice }) => [
    `${verdictStyle[verdict].symbol} ${verdict}  ${check.padEnd(width)}  ${message}`,
    ...(advice && verdict !== "pass" ? [`${" ".repeat(width + 10)}Next: ${advice}`] : []),
  ]);
  return [...lines, total(table)].join("\n");
}

function verdictHtml(table: VerdictTable): Html {
  const cell = "text-align:left;vertical-align:top;padding:4px 12px 4px 0";
  return html`<table style="border-collapse:collapse;border:none;margin:4px 0">
      <tbody>
        ${table.rows.map(
          ({ check, verdict, message, advice }) =>
            html`<tr style="background:transparent;border-bottom:1px solid rgba(127,127,127,0.35)">
              <td style="${cell}">${verdictBadge(verdict)}</td>
              <td style="${cell};font-weight:600">${check}</td>
              <td style="${cell}">
                ${message}
                ${
                  advice && verdict !== "pass"
                    ? html`<div><span style="font-weight:600">Next:</span> ${advice}</div>`
                    : null
                }
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
    <div style="opacity:0.7">${total(table)}</div>`;
}
