import type { Dataset } from "../data/index.ts";
import { displayable, formatNumber, toBundle } from "../display/index.ts";
import type { Displayable } from "../display/index.ts";
import { checkCount, checkOptions } from "../errors/index.ts";
import { checkSeed, Random } from "../random/index.ts";
import { largest } from "../stats/index.ts";
import { examplePictures } from "./examplePictures.ts";
import { InputMatrix } from "./InputMatrix.ts";
import { nearest } from "./nearest.ts";

export interface TypicalOptions {
  /** Examples at either end of each class. Default: 6. */
  count?: number;
  /** Neighbours whose mean distance is the score. Default: 10. */
  neighbors?: number;
  /** Examples of each class that distances are measured to, drawn by chance. Default: 500. */
  references?: number;
  /** Default: 0. */
  seed?: number;
}

export interface Typical {
  /** For classification a group per class that has examples; for regression one group of all. */
  groups: {
    name: string;
    /** Most typical first. */
    most: { id: number | string; score: number }[];
    /** Least typical first. */
    least: { id: number | string; score: number }[];
  }[];
}

/** The most and the least typical examples of each class: by the mean distance to their nearest neighbours of the same class.
 *  @throws {DataError} for inputs with NaN */
export async function typical(
  dataset: Dataset,
  options: TypicalOptions = {},
): Promise<Typical & Displayable> {
  const where = "inspect.typical";
  checkOptions(where, options, ["count", "neighbors", "references", "seed"]);
  const { count = 6, neighbors = 10, references = 500, seed = 0 } = options;
  for (const [name, value] of Object.entries({ count, neighbors, references }))
    checkCount(where, name, value);
  checkSeed(where, seed);
  const matrix = new InputMatrix(dataset, where);
  const groups: Typical["groups"] = [];
  const rowsShown: number[] = [];
  for (const [name, rows] of groupsOf(dataset)) {
    const chosen = new Random(seed)
      .fork(`typical ${name}`)
      .sample(Math.min(references, rows.length), rows.length);
    const place = new Int32Array(rows.length).fill(-1);
    for (const [i, at] of chosen.entries()) place[at] = i;
    const others = Uint32Array.from(chosen, (at) => rows[at]!);
    const found = await nearest({ matrix, rows }, { matrix, rows: others }, neighbors, place);
    if (found.count === 0) continue;
    const scores = Float64Array.from(rows, (_, q) => {
      let total = 0;
      for (let k = 0; k < found.count; k++) total += found.distances[q * found.count + k]!;
      return total / found.count;
    });
    const least = largest(scores, count);
    const most = largest(
      scores.map((score) => -score),
      count,
    );
    const named = (at: number): { id: number | string; score: number } => ({
      id: dataset.ids[rows[at]!]!,
      score: scores[at]!,
    });
    groups.push({ name, most: most.map(named), least: least.map(named) });
    rowsShown.push(...[...most, ...least.toReversed()].map((at) => rows[at]!));
  }
  const result: Typical = { groups };
  const marked = groups.flatMap(({ most, least }) => [...most.map(() => false), ...least.map(() => true)]);
  return displayable(
    result,
    () => groups.map((group) => groupText(group)).join("\n"),
    async () => toBundle(examplePictures(dataset, rowsShown, { marked, columns: 2 * count })),
  );
}

function groupsOf(dataset: Dataset): [string, number[]][] {
  const groups = new Map<string, number[]>();
  for (let row = 0; row < dataset.size; row++) {
    const target = dataset.targets[row]!;
    const name = dataset.task === "classification" ? (dataset.classes?.[target] ?? String(target)) : "all";
    const rows = groups.get(name);
    if (rows) rows.push(row);
    else groups.set(name, [row]);
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
}

function groupText({ name, most, least }: Typical["groups"][number]): string {
  const list = (scored: readonly { id: number | string; score: number }[]): string =>
    scored.map(({ id, score }) => `${id} (${formatNumber(score)})`).join(", ");
  return `${name}: most typical ${list(most)}; least typical ${list(least)}`;
}
