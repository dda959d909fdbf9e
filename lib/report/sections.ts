import { bundleToHtml, html, isDisplayable, toBundle } from "../display/index.ts";
import type { CheckResult, Html } from "../display/index.ts";
import { isDataset, isGoal, isRun, measureTest, runPlots } from "./measureTest.ts";

/** One thing to show, or several. */
type Shown = object | readonly object[];

export interface ReportOptions {
  /** Heading of the page. Default `"Report"`. */
  title?: string;
  /** What was to be reached: a goal of `evaluate.goal`, or a sentence. */
  goal?: object | string;
  /** Results of checks, as cards. */
  checks?: readonly CheckResult[];
  /** The training: what `train.fit` returned, or several of them. */
  run?: Shown;
  /** What was measured on the test set: results of `evaluate`. Or the test set itself: the run is then measured on it
   *  when the page is made, and judged by the goal. */
  test?: Shown;
  /** Anything else to show: tables, plots, image grids; by heading, or in a list. */
  results?: Readonly<Record<string, unknown>> | readonly unknown[];
}

/** A part of the page. */
export interface Section {
  heading: string;
  items: { heading?: string; value: unknown }[];
}

const list = (shown: Shown | undefined): { value: unknown }[] =>
  shown === undefined ? [] : (Array.isArray(shown) ? shown : [shown]).map((value: unknown) => ({ value }));

/** The parts of the page that the options ask for, in its order. */
export function sectionsOf({ goal, checks, run, test, results }: ReportOptions): Section[] {
  const named = Array.isArray(results) || isDisplayable(results) ? undefined : results;
  const others = named
    ? Object.entries(named).map(([heading, value]) => ({ heading, value }))
    : list(results);
  return [
    {
      heading: "Goal",
      items: goal === undefined ? [] : [{ value: typeof goal === "string" ? goal : goalText(goal) }],
    },
    { heading: "Training", items: list(run) },
    { heading: "On the test set", items: list(test) },
    { heading: "Results", items: others },
    { heading: "Checks", items: list(checks) },
  ].filter(({ items }) => items.length > 0);
}

/** A goal that knows its look keeps it; a plain `{ metric, atLeast }` becomes a sentence. */
function goalText(goal: object): unknown {
  if (isDisplayable(goal)) return goal;
  const { metric, atLeast, atMost } = goal as { metric?: string; atLeast?: number; atMost?: number };
  if (metric === undefined) return goal;
  const bounds = [
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
  ];
  return `${metric} ${bounds.join(" and ")}`.trim();
}

/** A part as HTML. */
export async function sectionHtml({ heading, items }: Section): Promise<Html> {
  const shown: Html[] = [];
  for (const item of items) {
    if (item.heading !== undefined) shown.push(html`<h3>${item.heading}</h3>`);
    const inner =
      typeof item.value === "string" ? html`<p>${item.value}</p>` : bundleToHtml(await toBundle(item.value));
    shown.push(html`<div style="margin:10px 0">${inner}</div>`);
  }
  return html`<section>
    <h2>${heading}</h2>
    ${shown}
  </section>`;
}

/** Adds what has to be computed: the curves of runs, and what a run is worth on a test set. */
export async function expand(
  sections: readonly Section[],
  { goal, run, test }: ReportOptions,
): Promise<Section[]> {
  const runs = list(run)
    .map(({ value }) => value)
    .filter(isRun);
  const expanded: Section[] = [];
  for (const { heading, items } of sections) {
    const all: Section["items"] = [];
    for (const item of items) {
      all.push(item);
      const { value } = item;
      if (heading === "Training" && isRun(value)) all.push(...list(await runPlots(value)));
      if (test !== undefined && heading === "On the test set" && isDataset(value)) {
        for (const one of runs)
          all.push(...list(await measureTest(one, value, isGoal(goal) ? goal : undefined)));
      }
    }
    expanded.push({ heading, items: all });
  }
  return expanded;
}
