import type { Verdict } from "./Verdict.ts";
import { html } from "./html.ts";
import type { Html } from "./html.ts";
import { verdictStyle } from "./Verdict.ts";

/** A verdict as a word on a coloured plate with its symbol, to stand in a table cell or a heading. */
export function verdictBadge(verdict: Verdict): Html {
  const { symbol, color } = verdictStyle[verdict];
  return html`<span
    style="display:inline-block;padding:0 0.55em;border-radius:0.7em;background-color:${color};color:#ffffff;font-weight:600;white-space:nowrap"
    >${symbol} ${verdict}</span
  >`;
}
