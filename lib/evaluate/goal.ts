import { checkResult, displayable, formatNumber } from "../display/index.ts";
import type { CheckResult, Displayable, Verdict } from "../display/index.ts";
import { checkOptions, OptionError } from "../errors/index.ts";
import { written } from "./Measure.ts";
import type { Measure } from "./Measure.ts";

/** What is to be reached, said before training. */
export interface Goal {
  kind: "goal";
  metric: "accuracy" | "RMSE";
  atLeast?: number;
  atMost?: number;
}

/** Declares what every later result is measured against (a target after the fact is no target).
 *  @param options.metric  `"accuracy"` with `atLeast` between 0 and 1, or `"RMSE"` with `atMost`
 *  @throws {OptionError} */
export function goal(options: { metric: string; atLeast?: number; atMost?: number }): Goal & Displayable {
  const where = "evaluate.goal";
  checkOptions(where, options, ["metric", "atLeast", "atMost"]);
  const { metric: name, atLeast, atMost } = options;
  const metric = ({ accuracy: "accuracy", rmse: "RMSE" } as const)[name?.toLowerCase()];
  if (!metric) {
    throw new OptionError({
      where,
      expected: 'metric "accuracy" or "RMSE"',
      received: JSON.stringify(name) ?? "none",
    });
  }
  const bound = metric === "accuracy" ? atLeast : atMost;
  const other = metric === "accuracy" ? atMost : atLeast;
  const allowed = metric === "accuracy" ? "atLeast between 0 and 1" : "atMost above 0";
  const good = bound !== undefined && bound > 0 && (metric === "RMSE" ? Number.isFinite(bound) : bound <= 1);
  if (!good || other !== undefined) {
    throw new OptionError({
      where,
      expected: `${allowed} for ${metric}`,
      received: JSON.stringify({ atLeast, atMost }),
      ...(metric === "accuracy" && bound !== undefined && bound > 1
        ? { hint: `Accuracy is a share: did you mean ${bound / 100}?` }
        : {}),
    });
  }
  const data: Goal =
    metric === "accuracy"
      ? { kind: "goal", metric, atLeast: bound }
      : { kind: "goal", metric, atMost: bound };
  return displayable(data, () => sentence(data));
}

function sentence(data: Goal): string {
  const { metric, atLeast, atMost } = data;
  return atLeast === undefined
    ? `Goal: ${metric} of at most ${written(data, atMost!)}`
    : `Goal: ${metric} of at least ${written(data, atLeast)}`;
}

/** Judges a measure by the goal: pass when its whole interval is on the good side, warn when the figure is but its interval
 *  is not, fail otherwise. @throws {OptionError} when the metrics differ */
export function judge(target: Goal, measure: Measure): CheckResult<Measure & { goal: Goal }> & Displayable {
  const start = performance.now();
  if (target.metric !== measure.metric) {
    throw new OptionError({
      where: "evaluate.judge",
      expected: `a measure of ${target.metric}`,
      received: measure.metric,
    });
  }
  const reaches = (value: number): boolean =>
    target.atLeast === undefined ? value <= target.atMost! : value >= target.atLeast;
  const [doubtful, figure] = [target.atLeast === undefined ? measure.high : measure.low, measure.value];
  const verdict: Verdict = !reaches(figure) ? "fail" : reaches(doubtful) ? "pass" : "warn";
  const { count, low, high } = measure;
  const message = `${measure.predictor} on ${measure.dataset}: ${measure.metric} ${written(measure, figure)} (95 % interval ${written(measure, low)} … ${written(measure, high)}, ${formatNumber(count)} examples). ${sentence(target)}.`;
  const advice =
    verdict === "fail"
      ? "Look at the worst mistakes and at the gap between training and validation before changing one thing."
      : "The goal lies within the interval: more test examples, or a better model, would settle it.";
  return checkResult({
    check: "evaluate.judge",
    verdict,
    message,
    ...(verdict === "pass" ? {} : { advice }),
    evidence: { ...measure, goal: target },
    elapsedMs: performance.now() - start,
  });
}
