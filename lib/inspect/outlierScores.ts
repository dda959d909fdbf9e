import type { Dataset } from "../data/index.ts";
import { Random } from "../random/index.ts";
import { quantiles, robustDeviation, median } from "../stats/index.ts";
import { InputMatrix } from "./InputMatrix.ts";
import { nearest } from "./nearest.ts";
import type { PropertyTable } from "./properties.ts";

/** A score per example, higher for what lies further out, and the column it comes from. */
export interface Scores {
  scores: Float64Array;
  /** Index of the column with the largest score, for methods that go by column. */
  columns?: Int32Array;
}

/** Distance from the median in robust standard deviations (1.4826 · MAD), the largest of all columns (Iglewicz & Hoaglin
 *  1993). A column whose MAD is 0 uses its mean absolute deviation times 1.2533, and none when that is 0, too. */
export function robustZScores(table: PropertyTable): Scores {
  return byColumn(table, (values) => {
    const center = median(values);
    let deviation = robustDeviation(values);
    if (deviation === 0) {
      let total = 0;
      for (const value of values) total += Math.abs(value - center);
      deviation = 1.2533141373155 * (total / values.length);
    }
    return (value) => (deviation > 0 ? Math.abs(value - center) / deviation : 0);
  });
}

/** Distance beyond the quartiles in interquartile ranges, the largest of all columns (Tukey 1977): 1.5 is his inner fence,
 *  3 his outer one. Columns whose quartiles are equal are left out. */
export function iqrScores(table: PropertyTable): Scores {
  return byColumn(table, (values) => {
    const [low, high] = quantiles(values, [0.25, 0.75]) as [number, number];
    const range = high - low;
    return (value) => (range > 0 ? Math.max(0, low - value, value - high) / range : 0);
  });
}

function byColumn(
  { columns, size }: PropertyTable,
  scorer: (finite: Float64Array) => (value: number) => number,
): Scores {
  const found = { scores: new Float64Array(size), columns: new Int32Array(size).fill(-1) };
  for (const [c, { values }] of columns.entries()) {
    const finite = Float64Array.from(values).filter(Number.isFinite);
    // In a column of two values the rarer one is rare, but not far out.
    if (new Set(finite).size < 3) continue;
    const scoreOf = scorer(finite);
    for (let row = 0; row < size; row++) {
      const value = values[row]!;
      // Infinity lies further out than everything; a missing value lies nowhere.
      const score = Number.isNaN(value)
        ? 0
        : Number.isFinite(value)
          ? scoreOf(value)
          : Number.POSITIVE_INFINITY;
      if (score <= found.scores[row]!) continue;
      found.scores[row] = score;
      found.columns[row] = c;
    }
  }
  return found;
}

/** Mean distance to the nearest neighbours among references drawn by chance (all, when there are no more).
 *  @throws {DataError} for inputs with NaN */
export async function knnDistanceScores(
  dataset: Dataset,
  options: { neighbors: number; references: number; seed: number },
): Promise<Scores> {
  const { neighbors, references, seed } = options;
  const matrix = new InputMatrix(dataset, "inspect.outliers");
  const chosen = new Random(seed)
    .fork("references")
    .sample(Math.min(references, dataset.size), dataset.size)
    .sort();
  const skip = new Int32Array(dataset.size).fill(-1);
  for (const [place, row] of chosen.entries()) skip[row] = place;
  const rows = Uint32Array.from({ length: dataset.size }, (_, row) => row);
  const found = await nearest({ matrix, rows }, { matrix, rows: chosen }, neighbors, skip);
  const scores = new Float64Array(dataset.size);
  for (let i = 0; i < found.distances.length; i++) {
    scores[Math.floor(i / found.count)]! += found.distances[i]! / found.count;
  }
  return { scores };
}
