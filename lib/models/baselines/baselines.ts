import type { Dataset } from "../../data/index.ts";
import { cooperate, displayable, displaySymbol, formatNumber, html, table } from "../../display/index.ts";
import type { Displayable, MimeBundle } from "../../display/index.ts";
import { engine } from "../../engine/index.ts";
import { checkCount, checkOptions, OptionError, ShapeError } from "../../errors/index.ts";
import { breathe, Work } from "../../work/index.ts";
import type { WorkOptions } from "../../work/index.ts";
import { checkExamples } from "../checkExamples.ts";
import type { Baseline } from "./Baseline.ts";
import { logisticRegression } from "./logisticRegression.ts";
import { majority } from "./majority.ts";
import { mean } from "./mean.ts";
import { nearestCentroid } from "./nearestCentroid.ts";
import { ridge } from "./ridge.ts";
import { scoreBaseline } from "./scoreBaseline.ts";
import type { BaselineScore } from "./scoreBaseline.ts";

export interface BaselinesOptions extends WorkOptions<BaselineScore> {
  /** What they are judged on; never the test set, which is looked at once, at the end. Required. */
  validation: Dataset;
  /** What a model is to reach (`evaluate.goal`); the table says whether a baseline already does. */
  goal?: { metric: string; atLeast?: number; atMost?: number };
  /** At most this many L-BFGS iterations of the logistic regression. Default: 100. */
  maxIterations?: number;
}

export interface Baselines {
  task: "classification" | "regression";
  /** One row per baseline, in the order of effort. */
  rows: BaselineScore[];
  /** Name of the best baseline: the one that a net has to beat. */
  best: string;
  goal?: { metric: string; atLeast?: number; atMost?: number };
  /** True when it was interrupted before all baselines were fitted. */
  partial: boolean;
  /** The fitted predictors by name (not enumerable). */
  readonly predictors: Readonly<Record<string, Baseline>>;
}

type Fitting = (training: Dataset) => Baseline | Generator<void, Baseline>;

/** Fits the dumb baselines and measures each on the whole validation set: majority class, nearest centroid and logistic
 *  regression, or mean and ridge regression. A net that does not beat them has a bug.
 *  @returns work: awaited for the table (whose predictors work on any dataset of the same shape), iterated for its rows
 *  @throws {OptionError} without a validation set   @throws {ShapeError} when the two differ in shape
 *  @throws {DataError} for missing values or labels outside the classes */
export function baselines(
  training: Dataset,
  options: BaselinesOptions,
): Work<BaselineScore, Baselines & Displayable> {
  const where = "models.baselines";
  checkOptions(where, options, ["validation", "goal", "maxIterations", "signal", "onProgress"]);
  const validation = options?.validation;
  if (!validation) {
    throw new OptionError({
      where,
      expected: "{ validation }",
      received: "none",
      hint: "const { training, validation } = data.split(dataset, { validation: 0.1, seed: 7 });",
    });
  }
  if (validation.shape.join() !== training.shape.join() || validation.task !== training.task) {
    throw new ShapeError({
      where,
      expected: `a validation set like ${training.name}: ${training.task}, inputs [${training.shape.join(", ")}]`,
      received: `${validation.name}: ${validation.task}, inputs [${validation.shape.join(", ")}]`,
    });
  }
  checkExamples(where, training);
  checkExamples(where, validation);
  const { maxIterations = 100, goal } = options;
  checkCount(where, "maxIterations", maxIterations);
  const fittings: Fitting[] =
    training.task === "classification"
      ? [majority, nearestCentroid, (set) => logisticRegression(set, { maxIterations })]
      : [mean, ridge];
  return new Work(async ({ signal, emit }) => {
    await engine.ready();
    const section = cooperate();
    const fitted: Record<string, Baseline> = {};
    const rows: BaselineScore[] = [];
    try {
      for (const fit of fittings) {
        const start = performance.now();
        const baseline = await finish(fit(training), () => signal.aborted || section.interrupted);
        if (!baseline) break;
        fitted[baseline.name] = baseline;
        const row = scoreBaseline(baseline, validation, (performance.now() - start) / 1000);
        rows.push(row);
        emit(row);
      }
    } finally {
      section.end();
    }
    return present(training.task, rows, fitted, goal, rows.length < fittings.length);
  }, options);
}

/** Runs a fit to its end with pauses in between. @returns undefined when it was stopped */
async function finish(
  fitting: Baseline | Generator<void, Baseline>,
  stopped: () => boolean,
): Promise<Baseline | undefined> {
  let breathed = performance.now();
  await breathe();
  if (stopped()) return undefined;
  if ("predict" in fitting) return fitting;
  for (;;) {
    const turn = fitting.next();
    if (turn.done) return turn.value;
    if (performance.now() - breathed > 50) {
      await breathe();
      breathed = performance.now();
    }
    if (!stopped()) continue;
    fitting.return(undefined as never);
    return undefined;
  }
}

function present(
  task: Baselines["task"],
  rows: BaselineScore[],
  fitted: Readonly<Record<string, Baseline>>,
  goal: Baselines["goal"],
  partial: boolean,
): Baselines & Displayable {
  // Written so that a figure of NaN is never the best; the earlier, simpler baseline is on a tie.
  const better = (a: BaselineScore, b: BaselineScore): BaselineScore =>
    (task === "classification" ? b.value > a.value : b.value < a.value) || Number.isNaN(a.value) ? b : a;
  const best = rows.length === 0 ? "" : rows.reduce(better).baseline;
  const data = { task, rows, best, ...(goal ? { goal } : {}), partial };
  Object.defineProperty(data, "predictors", { value: fitted, enumerable: false });
  return displayable(
    data as Baselines,
    () => `${shown(data as Baselines).toString()}\n${sentence(data as Baselines)}`,
    async (): Promise<MimeBundle> => {
      const bundle = await shown(data as Baselines)[displaySymbol]();
      return {
        "text/html": `${String(bundle["text/html"])}${html`<div>${sentence(data as Baselines)}</div>`.source}`,
      };
    },
  );
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

function written(row: BaselineScore, value: number): string {
  return row.metric === "accuracy" ? percent(value) : formatNumber(value);
}

function shown({ rows, task }: Baselines) {
  const metric = task === "classification" ? "accuracy" : "RMSE";
  return table(
    rows.map((row) => ({
      baseline: row.baseline,
      what: row.description,
      [metric]: written(row, row.value),
      "95 % interval": `${written(row, row.low)} … ${written(row, row.high)}`,
      ...(row.r2 === undefined ? {} : { "R²": row.r2.toFixed(3) }),
      examples: row.count,
      "fitted in": `${row.seconds.toFixed(1)} s`,
    })),
    { align: { [metric]: "right", "95 % interval": "right", "fitted in": "right" } },
  );
}

function sentence({ rows, best, goal, partial }: Baselines): string {
  const row = rows.find(({ baseline }) => baseline === best);
  if (!row) return "Interrupted before the first baseline was fitted.";
  const beat = `A net has to beat ${row.baseline}: ${row.metric} ${written(row, row.value)}.`;
  const about = goal && goal.metric.toLowerCase() === row.metric.toLowerCase() ? goal : undefined;
  const reached =
    about &&
    ((about.atLeast !== undefined && row.value >= about.atLeast) || row.value <= (about.atMost ?? -Infinity));
  const judged = about
    ? ` The goal ${reached ? "is reached by it already" : "is not reached by any of them"}.`
    : "";
  return `${beat}${judged}${partial ? " Interrupted: not all baselines were fitted." : ""}`;
}
