import { checkOptions } from "../errors/index.ts";
import { displayable } from "./displayable.ts";
import { formatDuration } from "./formatDuration.ts";
import { formatNumber } from "./formatNumber.ts";
import { html } from "./html.ts";
import { liveDisplay } from "./liveDisplay.ts";
import type { Displayable } from "./mime.ts";

/** How far a piece of work has come. */
export interface ProgressState {
  done: number;
  /** Unknown when left out: the bar then only shows that something goes on. */
  total?: number;
  /** What is being done: `epoch 3 of 5`. */
  label?: string;
  /** Newest figures, to the right: `loss 0.12`. */
  note?: string;
  /** Milliseconds since the start; with `total`, the time left is estimated from it. */
  elapsedMs?: number;
}

/** A bar for one moment of some work, as plain data with its look: `<progress>` in a notebook, text in a terminal. */
export function progressBar(state: ProgressState): ProgressState & Displayable {
  checkOptions("progressBar", state, ["done", "total", "label", "note", "elapsedMs"]);
  return displayable(
    { ...state },
    () => barText(state),
    () => ({ "text/html": barHtml(state) }),
  );
}

function counts({ done, total }: ProgressState): string {
  return total === undefined ? formatNumber(done) : `${formatNumber(done)} / ${formatNumber(total)}`;
}

function time({ done, total, elapsedMs }: ProgressState): string {
  if (elapsedMs === undefined) return "";
  if (total === undefined || done <= 0 || done >= total) return formatDuration(elapsedMs);
  return `${formatDuration(elapsedMs)}, about ${formatDuration((elapsedMs / done) * (total - done))} left`;
}

/** Columns of the bar in a terminal. */
const barWidth = 24;

function barText(state: ProgressState): string {
  const { done, total, label, note } = state;
  const parts = [label, counts(state), note, time(state)].filter((part) => part);
  if (total === undefined) return parts.join("  ");
  const filled =
    total > 0 ? Math.min(barWidth, Math.max(0, Math.floor((done / total) * barWidth))) : barWidth;
  const bar = "█".repeat(filled) + "░".repeat(barWidth - filled);
  return [label, bar, counts(state), note, time(state)].filter((part) => part).join("  ");
}

function barHtml(state: ProgressState): string {
  const { done, total, label, note } = state;
  const known =
    total === undefined ? html`` : html` value="${Math.min(done, total)}" max="${Math.max(total, 1)}"`;
  return html`<div style="line-height:1.6;font-variant-numeric:tabular-nums">${
    label ? html`<span style="padding:0 10px 0 0">${label}</span>` : null
  }<progress${known} style="width:220px;vertical-align:middle"></progress><span style="padding:0 10px">${counts(
    state,
  )}</span>${note ? html`<span style="padding:0 10px 0 0;font-weight:600">${note}</span>` : null}<span style="opacity:0.7">${time(
    state,
  )}</span></div>`.source;
}

/** A live bar below the cell. */
export interface Progress {
  /** Moves the bar. `note` holds the newest figures, `label` replaces the name. */
  update(done: number, changes?: { label?: string; note?: string }): void;
  /** Leaves the bar as it stands (or at `done`) and resolves once that is shown. */
  end(): Promise<void>;
}

/** Opens a live bar: at most ten updates a second, the last one never lost.
 *  @param label  what is being done   @param total  how many steps it takes; unknown when left out */
export function progress(options: { label?: string; total?: number } = {}): Progress {
  checkOptions("progress", options, ["label", "total"]);
  const startedAt = performance.now();
  const live = liveDisplay();
  let state: ProgressState = { done: 0, ...options };
  const draw = (): void => {
    const shown = { ...state, elapsedMs: performance.now() - startedAt };
    live.update(() => progressBar(shown));
  };
  draw();
  return {
    update(done, changes = {}) {
      state = { ...state, ...changes, done };
      draw();
    },
    end: () => live.end(),
  };
}
