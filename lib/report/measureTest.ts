import type { Dataset } from "../data/index.ts";
import type { Displayable } from "../display/index.ts";
import type { Goal } from "../evaluate/index.ts";
import type { Run } from "../train/index.ts";

/** True for the result of a training. */
export function isRun(value: unknown): value is Run {
  return (
    typeof value === "object" && value !== null && (value as Partial<Run>).kind === "run" && "model" in value
  );
}

/** True for a dataset. */
export function isDataset(value: unknown): value is Dataset {
  return (
    typeof value === "object" && value !== null && typeof (value as Partial<Dataset>).inputsOf === "function"
  );
}

/** True for a goal of `evaluate.goal`. */
export function isGoal(value: unknown): value is Goal {
  return typeof value === "object" && value !== null && (value as Partial<Goal>).kind === "goal";
}

/** What a run is worth on a test set: the measure judged by the goal, where it is confused, its worst mistakes. What the
 *  engine needs is loaded only when there is something to measure. */
export async function measureTest(run: Run, test: Dataset, goal: Goal | undefined): Promise<Displayable[]> {
  const { accuracy, confusion, judge, rmse, worst } = await import("../evaluate/index.ts");
  const measure = await (test.task === "classification" ? accuracy : rmse)(run, test);
  const judged = goal ? judge(goal, measure) : measure;
  const mistakes = await worst(run, test, { count: 12 });
  return test.task === "classification" ? [judged, await confusion(run, test), mistakes] : [judged, mistakes];
}

/** The curves of a run. */
export async function runPlots(run: Run): Promise<Displayable[]> {
  const { accuracyPlot, historyPlot } = await import("../train/index.ts");
  if (run.history.length === 0) return [];
  const accuracy = accuracyPlot(run);
  return [historyPlot(run), ...(accuracy ? [accuracy] : [])];
}
