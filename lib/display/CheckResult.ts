import { displayable } from "./displayable.ts";
import { evidenceTable } from "./evidenceTable.ts";
import { formatDuration } from "./formatDuration.ts";
import { html } from "./html.ts";
import type { Html } from "./html.ts";
import type { Displayable } from "./mime.ts";
import { bundleToHtml, toBundle } from "./toBundle.ts";
import { verdictStyle } from "./Verdict.ts";
import type { Verdict } from "./Verdict.ts";
import { verdictBadge } from "./verdictBadge.ts";

export type { Verdict } from "./Verdict.ts";

/** What every check, and every inspection with an opinion, returns. Plain data; how it looks stands beside it. */
export interface CheckResult<Evidence = unknown> {
  /** Public name of the check: `checks.initialLoss`. */
  check: string;
  verdict: Verdict;
  /** One sentence with the numbers in it. */
  message: string;
  /** The next thing to do, when the verdict is not `pass`. */
  advice?: string;
  /** Plain data: numbers, ids, histograms. */
  evidence: Evidence;
  elapsedMs: number;
}

/** Plain fields as a check result that knows how it looks: a verdict card with the message, the next thing to do, and
 *  the evidence to unfold. `String(result)` is the text form.
 *  @param picture  what the card shows below its sentences besides the folded evidence: `Html`, or anything
 *    displayable (an image grid, a plot, a table); called only when somebody looks */
export function checkResult<Evidence>(
  fields: CheckResult<Evidence>,
  picture?: () => Html | Displayable | Promise<Html | Displayable>,
): CheckResult<Evidence> & Displayable {
  return displayable(
    { ...fields },
    () => verdictLine(fields),
    async () => ({
      "text/html": card(fields, picture ? bundleToHtml(await toBundle(await picture())) : undefined).source,
    }),
  );
}

/** A result in words: `✗ fail  checks.initialLoss: …`, and the advice on a line of its own. */
export function verdictLine({ check, verdict, message, advice }: CheckResult): string {
  const line = `${verdictStyle[verdict].symbol} ${verdict}  ${check}: ${message}`;
  return advice ? `${line}\n        Next: ${advice}` : line;
}

function card(result: CheckResult, picture: Html | undefined): Html {
  const { check, verdict, message, advice, evidence, elapsedMs } = result;
  const hasEvidence = evidence !== undefined && evidence !== null;
  return html`<div
    style="border-left:4px solid ${verdictStyle[verdict].color};padding:2px 0 2px 12px;margin:4px 0;line-height:1.5"
  >
    <div>
      ${verdictBadge(verdict)} <span style="font-weight:600;padding:0 6px">${check}</span>
      <span style="opacity:0.7">${formatDuration(elapsedMs)}</span>
    </div>
    <div>${message}</div>
    ${advice ? html`<div><span style="font-weight:600">Next:</span> ${advice}</div>` : null}
    ${picture ? html`<div style="margin:6px 0">${picture}</div>` : null}
    ${
      hasEvidence
        ? html`<details>
            <summary style="cursor:pointer;opacity:0.7">Evidence</summary>
            ${evidenceTable(evidence)}
          </details>`
        : null
    }
  </div>`;
}
