import { performance } from "node:perf_hooks";
import type { Dataset } from "../data/index.ts";
import { checkResult, formatNumber } from "../display/index.ts";
import type { CheckResult, Displayable } from "../display/index.ts";
import { bar, histogram } from "../plot/index.ts";
import { entropy, moments, quantiles } from "../stats/index.ts";

export interface ClassBalanceEvidence {
  /** For classification: each declared class, by class id. */
  classes: { label: number; name: string; count: number; share: number }[];
  /** Examples whose label is none of the declared classes. */
  outside: number;
  /** Examples of the largest class for each of the smallest; null when a class has none. */
  ratio: number | null;
  /** Entropy of the shares over log(classes): 1 is even, 0 all in one class. */
  evenness: number;
  /** Accuracy of always saying the largest class. */
  majority: number;
  /** For regression: what the targets look like. */
  targets?: {
    min: number;
    max: number;
    mean: number;
    deviation: number;
    median: number;
    p05: number;
    p95: number;
  };
}

/** Examples of the largest class per one of the smallest, above which a class is called rare. */
const mostImbalance = 10;

/** How many examples each class has; for regression, how the targets are distributed. Warns when the largest class has more
 *  than ten times the examples of the smallest, or when targets are skewed; fails when a class has none, or targets are all
 *  equal or not finite. */
export function classBalance(dataset: Dataset): CheckResult<ClassBalanceEvidence> & Displayable {
  const start = performance.now();
  return dataset.task === "regression" ? targetDistribution(dataset, start) : balance(dataset, start);
}

function balance(dataset: Dataset, start: number): CheckResult<ClassBalanceEvidence> & Displayable {
  let labels = dataset.classes?.length ?? 0;
  if (!dataset.classes) for (const label of dataset.targets) labels = Math.max(labels, label + 1);
  const counts = new Uint32Array(labels);
  let outside = 0;
  for (const label of dataset.targets) {
    if (Number.isInteger(label) && label >= 0 && label < labels) counts[label]! += 1;
    else outside += 1;
  }
  const classes = Array.from(counts, (count, label) => ({
    label,
    name: dataset.classes?.[label] ?? String(label),
    count,
    share: dataset.size === 0 ? 0 : count / dataset.size,
  }));
  const ordered = [...classes].sort((a, b) => b.count - a.count);
  const largest = ordered[0];
  const smallest = ordered.at(-1);
  const evidence: ClassBalanceEvidence = {
    classes,
    outside,
    ratio: smallest && smallest.count > 0 ? largest!.count / smallest.count : null,
    evenness: labels < 2 || dataset.size === 0 ? 1 : entropy(counts) / Math.log(labels),
    majority: largest?.share ?? 0,
  };
  return checkResult(
    {
      check: "inspect.classBalance",
      ...judge(evidence, largest, smallest),
      evidence,
      elapsedMs: performance.now() - start,
    },
    () =>
      bar(
        classes.map(({ name, count }) => ({ class: name, examples: count })),
        { x: "class", y: "examples", height: 160 },
      ),
  );
}

type ClassCount = ClassBalanceEvidence["classes"][number];

function judge(
  { classes, outside, ratio, majority }: ClassBalanceEvidence,
  largest: ClassCount | undefined,
  smallest: ClassCount | undefined,
): Pick<CheckResult, "verdict" | "message" | "advice"> {
  if (outside > 0) {
    const total = classes.reduce((sum, { count }) => sum + count, outside);
    return {
      verdict: "fail",
      message: `${formatNumber(outside)} of ${formatNumber(total)} labels lie outside the ${classes.length} classes.`,
      advice: "inspect.labelDomain names them.",
    };
  }
  if (!largest || !smallest || largest.count === 0)
    return { verdict: "skip", message: "There are no examples." };
  const missing = classes.filter(({ count }) => count === 0).map(({ name }) => name);
  if (missing.length > 0) {
    return {
      verdict: "fail",
      message: `${missing.length} of ${classes.length} classes have no example: ${missing.slice(0, 10).join(", ")}.`,
      advice: "Look at how the data was filtered or split; a class without examples cannot be learnt.",
    };
  }
  const percent = formatNumber(100 * majority, { digits: 3 });
  const message = `${classes.length} classes of ${formatNumber(smallest.count)} (${smallest.name}) to ${formatNumber(largest.count)} (${largest.name}) examples; always saying “${largest.name}” is right for ${percent} %.`;
  if (ratio! <= mostImbalance) return { verdict: "pass", message };
  return {
    verdict: "warn",
    message,
    advice: `“${smallest.name}” is ${formatNumber(ratio!, { digits: 3 })} times rarer than “${largest.name}”: judge by class and not by accuracy, set the final bias, and consider class weights.`,
  };
}

function targetDistribution(
  dataset: Dataset,
  start: number,
): CheckResult<ClassBalanceEvidence> & Displayable {
  const finite = Float64Array.from(dataset.targets).filter(Number.isFinite);
  const { min, max, mean, deviation, skewness } = moments(finite);
  const [p05, median, p95] = quantiles(finite, [0.05, 0.5, 0.95]) as [number, number, number];
  const left = dataset.size - finite.length;
  const skewed = Math.abs(skewness) > 3;
  const constant = min === max;
  return checkResult<ClassBalanceEvidence>(
    {
      check: "inspect.classBalance",
      verdict: finite.length === 0 ? "skip" : constant || left > 0 ? "fail" : skewed ? "warn" : "pass",
      message:
        finite.length === 0
          ? "There are no finite targets."
          : `Targets from ${formatNumber(min)} to ${formatNumber(max)}, mean ${formatNumber(mean)}, standard deviation ${formatNumber(deviation)}, skewness ${formatNumber(skewness, { digits: 3 })}${left > 0 ? `; ${formatNumber(left)} more are NaN or infinite` : ""}.`,
      ...(constant ? { advice: "All targets are equal: there is nothing to learn." } : {}),
      ...(skewed
        ? {
            advice:
              "A few large targets will rule the squared error: predict the logarithm, or use the Huber loss.",
          }
        : {}),
      ...(left > 0 ? { advice: "inspect.labelDomain names them: one NaN makes the loss NaN." } : {}),
      evidence: {
        classes: [],
        outside: 0,
        ratio: null,
        evenness: 1,
        majority: 0,
        targets: { min, max, mean, deviation, median, p05, p95 },
      },
      elapsedMs: performance.now() - start,
    },
    () => histogram(finite, { xLabel: "target", yLabel: "examples", height: 160 }),
  );
}
