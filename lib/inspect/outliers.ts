import { performance } from "node:perf_hooks";
import { Dataset } from "../data/index.ts";
import { checkResult, formatNumber } from "../display/index.ts";
import type { CheckResult, Displayable } from "../display/index.ts";
import { checkCount, checkOptions, DataError, OptionError } from "../errors/index.ts";
import { checkSeed } from "../random/index.ts";
import { largest, median, robustDeviation } from "../stats/index.ts";
import { examplePictures, targetName } from "./examplePictures.ts";
import { iqrScores, knnDistanceScores, robustZScores } from "./outlierScores.ts";
import type { Scores } from "./outlierScores.ts";
import { properties } from "./properties.ts";

const methods = ["knn-distance", "robust-z", "iqr"] as const;

export interface OutliersOptions {
  /** `knn-distance`: mean distance to the nearest neighbours, finds what is unlike everything else. `robust-z` and `iqr`:
   *  far out in a single column, or for pictures in brightness, contrast, emptiness or sharpness.
   *  Default: `knn-distance`. */
  method?: (typeof methods)[number];
  /** How many to name and show. Default: 20. */
  count?: number;
  /** Score from which an example counts as an outlier. Default: 3.5 for `robust-z` (Iglewicz & Hoaglin 1993), 3 for `iqr`
   *  (Tukey's outer fence), for `knn-distance` median + 6 robust standard deviations of all scores. */
  threshold?: number;
  /** Neighbours of `knn-distance`. Default: 5. */
  neighbors?: number;
  /** Examples that `knn-distance` measures to, drawn by chance. Default: 2,000. */
  references?: number;
  /** Of that draw. Default: 0. */
  seed?: number;
}

export interface OutliersEvidence {
  method: (typeof methods)[number];
  threshold: number;
  /** Examples with a score above the threshold. */
  found: number;
  /** The examples furthest out, furthest first, also those below the threshold. */
  ids: (number | string)[];
  scores: number[];
  targets: (number | string)[];
  /** For `robust-z` and `iqr`: what each is far out in. */
  columns?: string[];
}

const where = "inspect.outliers";

/** Examples that lie far from the others, ranked, with their scores, shown as pictures. Warns when some lie beyond the
 *  threshold: an outlier is not a mistake, but worth a look.
 *  @throws {DataError} when `knn-distance` meets NaN */
export async function outliers(
  dataset: Dataset,
  options: OutliersOptions = {},
): Promise<CheckResult<OutliersEvidence> & Displayable> {
  checkOptions(where, options, ["method", "count", "threshold", "neighbors", "references", "seed"]);
  const start = performance.now();
  const { method = "knn-distance", count = 20, neighbors = 5, references = 2_000, seed = 0 } = options;
  if (!methods.includes(method)) {
    throw new OptionError({
      where,
      expected: `method: one of ${methods.join(", ")}`,
      received: `"${method as string}"`,
    });
  }
  for (const [name, value] of Object.entries({ count, neighbors, references }))
    checkCount(where, name, value);
  checkSeed(where, seed);
  if (options.threshold !== undefined && !Number.isFinite(options.threshold)) {
    throw new OptionError({
      where,
      expected: "threshold: a finite number",
      received: String(options.threshold),
    });
  }
  if (!(dataset instanceof Dataset)) {
    throw new DataError({
      where,
      expected: "a Dataset",
      received: typeof dataset,
      hint: "A table becomes one by table.dataset({ target }).",
    });
  }
  if (dataset.size < 3) {
    return checkResult<OutliersEvidence>({
      check: where,
      verdict: "skip",
      message: `${dataset.size} examples are too few to say what lies far out.`,
      evidence: { method, threshold: Number.NaN, found: 0, ids: [], scores: [], targets: [] },
      elapsedMs: performance.now() - start,
    });
  }
  const table = method === "knn-distance" ? undefined : properties(dataset);
  const scored = table
    ? { "robust-z": robustZScores, iqr: iqrScores }[method as "robust-z" | "iqr"](table)
    : await knnDistanceScores(dataset, { neighbors, references, seed });
  const threshold = options.threshold ?? defaultThreshold(method, scored);
  const rows = largest(scored.scores, count);
  const evidence: OutliersEvidence = {
    method,
    threshold,
    found: scored.scores.filter((score) => !(score <= threshold)).length,
    ids: rows.map((row) => dataset.ids[row]!),
    scores: rows.map((row) => scored.scores[row]!),
    targets: rows.map((row) => targetName(dataset, row)),
    ...(scored.columns && table
      ? { columns: rows.map((row) => table.columns[scored.columns![row]!]?.name ?? "") }
      : {}),
  };
  return checkResult(
    { check: where, ...judge(dataset, evidence), evidence, elapsedMs: performance.now() - start },
    () => pictures(dataset, rows, evidence),
  );
}

function defaultThreshold(method: (typeof methods)[number], { scores }: Scores): number {
  if (method === "robust-z") return 3.5;
  if (method === "iqr") return 3;
  return median(scores) + 6 * robustDeviation(scores);
}

function judge(
  dataset: Dataset,
  { found, threshold, scores, ids }: OutliersEvidence,
): Pick<CheckResult, "verdict" | "message" | "advice"> {
  const far = `the furthest has ${formatNumber(scores[0] ?? 0)} (id ${ids[0]})`;
  const limit = formatNumber(threshold);
  if (found === 0) return { verdict: "pass", message: `No example scores above ${limit}; ${far}.` };
  return {
    verdict: "warn",
    message: `${formatNumber(found)} of ${formatNumber(dataset.size)} examples score above ${limit}; ${far}.`,
    advice:
      "Look at them: dataset.where(result.evidence.ids). Mend or leave out what is wrong, keep what is merely rare.",
  };
}

function pictures(dataset: Dataset, rows: readonly number[], evidence: OutliersEvidence): Displayable {
  return examplePictures(dataset, rows, {
    notes: evidence.scores.map((score, i) => {
      const column = evidence.columns?.[i];
      return `${formatNumber(score, { digits: 3 })}${column ? ` ${column}` : ""}`;
    }),
    marked: evidence.scores.map((score) => !(score <= evidence.threshold)),
  });
}
