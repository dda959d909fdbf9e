import { bundleToHtml, displayable, html, isDisplayable, toBundle } from "../display/index.ts";
import type { CheckResult, Displayable, Html } from "../display/index.ts";
import { checkOptions, OptionError } from "../errors/index.ts";
import { page } from "./page.ts";
import { isCheckResult, verdicts } from "./VerdictTable.ts";
import type { VerdictTable } from "./VerdictTable.ts";
import { writeAtomically } from "./writeAtomically.ts";

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
  /** What was measured on the test set: results of `evaluate`, or the test set itself. */
  test?: Shown;
  /** Anything else to show: tables, plots, image grids; by heading, or in a list. */
  results?: Readonly<Record<string, unknown>> | readonly unknown[];
}

/** A part of the page. */
interface Section {
  heading: string;
  items: { heading?: string; value: unknown }[];
}

/** What a report says, as plain data, and how to save it. */
export interface Report {
  title: string;
  sections: string[];
  verdicts: VerdictTable;
  /** Writes one self-contained HTML file: no scripts, nothing fetched, an older file of that name kept until the new one
   *  is whole. @returns its absolute path   @throws {DataError} when it cannot be written */
  save(file: string): Promise<string>;
}

/** Collects what was found into one page: the goal, the training, the results on the test set, plots and tables as
 *  pictures, the checks, and at the end the table of verdicts.
 *  @throws {OptionError} when there is nothing to report, or an item is a promise */
export function create(options: ReportOptions): Report & Displayable {
  const where = "report.create";
  checkOptions(where, options, ["title", "goal", "checks", "run", "test", "results"]);
  const title = options.title ?? "Report";
  const sections = sectionsOf(options);
  if (sections.length === 0) {
    throw new OptionError({
      where,
      expected: "something to report: goal, checks, run, test or results",
      received: "nothing",
    });
  }
  for (const { heading, items } of sections) {
    for (const { value } of items) {
      if (!(value instanceof Promise)) continue;
      throw new OptionError({
        where,
        expected: `finished results in ${heading}`,
        received: "a promise",
        hint: "Await it first.",
      });
    }
  }
  // A result that stands in two sections is one verdict.
  const values = new Set(sections.flatMap(({ items }) => items.map(({ value }) => value)));
  const judged = verdicts([...values].filter(isCheckResult));
  const body = async (): Promise<Html> =>
    html`<h1>${title}</h1>
      ${await Promise.all(sections.map(sectionHtml))}${
        judged.rows.length > 0
          ? html`<section>
              <h2>Verdicts</h2>
              ${bundleToHtml(await toBundle(judged))}
            </section>`
          : null
      }`;
  const data: Report = {
    title,
    sections: sections.map(({ heading }) => heading),
    verdicts: judged,
    save: async (file) => writeAtomically("report.save", file, page(title, await body())),
  };
  Object.defineProperty(data, "save", { enumerable: false });
  return displayable(
    data,
    () => `${title}: ${data.sections.join(", ")}\n${String(judged)}`,
    async () => ({ "text/html": (await body()).source }),
  );
}

const list = (shown: Shown | undefined): { value: unknown }[] =>
  shown === undefined ? [] : (Array.isArray(shown) ? shown : [shown]).map((value: unknown) => ({ value }));

function sectionsOf({ goal, checks, run, test, results }: ReportOptions): Section[] {
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

async function sectionHtml({ heading, items }: Section): Promise<Html> {
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
