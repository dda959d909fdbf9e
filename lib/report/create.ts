import { bundleToHtml, displayable, html, toBundle } from "../display/index.ts";
import type { Displayable, Html } from "../display/index.ts";
import { checkOptions, OptionError } from "../errors/index.ts";
import { page } from "./page.ts";
import { expand, sectionHtml, sectionsOf } from "./sections.ts";
import type { ReportOptions, Section } from "./sections.ts";
import { isCheckResult, verdicts } from "./VerdictTable.ts";
import type { VerdictTable } from "./VerdictTable.ts";
import { writeAtomically } from "./writeAtomically.ts";

/** What a report says, as plain data, and how to save it. */
export interface Report {
  title: string;
  sections: string[];
  /** Of the checks that were handed in; the page adds what it measures itself. */
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
      if (typeof (value as Partial<Promise<unknown>> | null)?.then !== "function") continue;
      throw new OptionError({
        where,
        expected: `finished results in ${heading}`,
        received: "a promise",
        hint: "Await it first.",
      });
    }
  }
  let finished: Promise<Html> | undefined;
  const body = (): Promise<Html> =>
    (finished ??= expand(sections, options)
      .then((all) => bodyHtml(title, all))
      .catch((error: unknown) => {
        // What failed once (an interrupt, a full disk) may work the next time.
        finished = undefined;
        throw error;
      }));
  const judged = verdictsOf(sections);
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

function verdictsOf(sections: readonly Section[]): VerdictTable & Displayable {
  // A result that stands in two sections is one verdict.
  const values = new Set(sections.flatMap(({ items }) => items.map(({ value }) => value)));
  return verdicts([...values].filter(isCheckResult));
}

async function bodyHtml(title: string, sections: readonly Section[]): Promise<Html> {
  const judged = verdictsOf(sections);
  return html`<h1>${title}</h1>
    ${await Promise.all(sections.map(sectionHtml))}
    ${
      judged.rows.length > 0
        ? html`<section>
            <h2>Verdicts</h2>
            ${bundleToHtml(await toBundle(judged))}
          </section>`
        : null
    }`;
}
