import { performance } from "node:perf_hooks";
import type { Dataset } from "../data/index.ts";
import { checkResult, formatNumber } from "../display/index.ts";
import type { CheckResult, Displayable } from "../display/index.ts";

export interface LabelDomainEvidence {
  /** Labels outside of the classes: each value with how often it occurs, most frequent first. */
  outside: { label: number; count: number }[];
  /** Ids of the examples that carry them. */
  ids: (number | string)[];
  /** Class ids that no example carries. */
  unused: number[];
  /** Targets that are NaN or infinite (regression). */
  notFinite: number;
}

/** Whether every label is one of the declared classes. Finds what lossy casts and reordered class lists leave behind: 255
 *  where −1 was meant, classes counted from 1, NaN. */
export function labelDomain(dataset: Dataset): CheckResult<LabelDomainEvidence> & Displayable {
  const start = performance.now();
  const counts = new Map<number, number>();
  const classes = dataset.classes?.length;
  const ids: (number | string)[] = [];
  const evidence: LabelDomainEvidence = { outside: [], ids, unused: [], notFinite: 0 };
  for (let row = 0; row < dataset.size; row++) {
    const target = dataset.targets[row]!;
    if (dataset.task === "regression") {
      if (Number.isFinite(target)) continue;
      evidence.notFinite += 1;
      ids.push(dataset.ids[row]!);
      continue;
    }
    counts.set(target, (counts.get(target) ?? 0) + 1);
    if (target < 0 || (classes !== undefined && target >= classes)) ids.push(dataset.ids[row]!);
  }
  if (dataset.task === "classification") {
    evidence.outside = [...counts]
      .filter(([label]) => label < 0 || (classes !== undefined && label >= classes))
      .map(([label, count]) => ({ label, count }))
      .sort((a, b) => b.count - a.count || a.label - b.label);
    evidence.unused = Array.from({ length: classes ?? 0 }, (_, label) => label).filter(
      (label) => !counts.has(label),
    );
  }
  return checkResult({
    check: "inspect.labelDomain",
    ...judge(dataset, evidence, ids.length),
    evidence,
    elapsedMs: performance.now() - start,
  });
}

function judge(
  dataset: Dataset,
  evidence: LabelDomainEvidence,
  wrong: number,
): Pick<CheckResult, "verdict" | "message" | "advice"> {
  const { outside, unused, notFinite } = evidence;
  const size = formatNumber(dataset.size);
  if (dataset.size === 0) return { verdict: "skip", message: "There are no examples." };
  if (notFinite > 0) {
    return {
      verdict: "fail",
      message: `${formatNumber(notFinite)} of ${size} targets are NaN or infinite.`,
      advice:
        "Leave those examples out: dataset.where with a predicate on the target; one NaN makes the loss NaN.",
    };
  }
  if (dataset.task === "regression") return { verdict: "pass", message: `All ${size} targets are finite.` };
  if (outside.length > 0) {
    const last = (dataset.classes?.length ?? Number.NaN) - 1;
    const shown = outside.slice(0, 5).map(({ label, count }) => `${label} (${formatNumber(count)} times)`);
    return {
      verdict: "fail",
      message: `${formatNumber(wrong)} of ${size} labels are outside of the classes${Number.isNaN(last) ? "" : ` 0 … ${last}`}: ${shown.join(", ")}.`,
      advice: adviceFor(
        outside.map(({ label }) => label),
        unused,
        last,
      ),
    };
  }
  if (unused.length > 0) {
    const names = unused.map((label) => dataset.classes![label]!);
    return {
      verdict: "warn",
      message: `No example carries ${unused.length === 1 ? "the class" : "the classes"} ${names.join(", ")}.`,
      advice: "Look at how the data was filtered or split, or leave the class out.",
    };
  }
  const count = dataset.classes?.length;
  return {
    verdict: "pass",
    message: `All ${size} labels are among the ${count === undefined ? "class ids" : `${count} classes`}.`,
  };
}

function adviceFor(labels: readonly number[], unused: readonly number[], last: number): string {
  if (labels.includes(255))
    return "255 is −1 after a cast to an unsigned byte: find the cast, and leave out or relabel these examples.";
  if (labels.length === 1 && labels[0] === last + 1 && unused.includes(0))
    return "The labels count from 1: subtract 1.";
  if (labels.includes(-1)) return "−1 often means “no label”: leave these examples out.";
  return "Look at these examples by their ids, and relabel or leave them out.";
}
