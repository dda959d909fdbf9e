/** Edges of equal bins over sorted finite values, rounded to numbers one likes to read.
 *  @param sorted  ascending, at least one
 *  @param count  number of bins, exactly, from the lowest to the highest value. Default: Freedman & Diaconis 1981
 *    (width 2 · IQR / ∛n), about 5 to 60 bins, edges at multiples of 1, 2, 2.5 or 5 · 10ᵏ; a bin for each integer when the values
 *    are integers spanning at most 60 */
export function binEdges(sorted: ArrayLike<number>, count?: number): number[] {
  const low = sorted[0]!;
  const high = sorted[sorted.length - 1]!;
  if (low === high) return [low - 0.5, low + 0.5];
  if (count !== undefined) {
    return Array.from({ length: count + 1 }, (_, i) =>
      i === count ? high : low + ((high - low) * i) / count,
    );
  }
  if (high - low <= 60 && everyInteger(sorted)) {
    return Array.from({ length: high - low + 2 }, (_, i) => low - 0.5 + i);
  }
  const quartile = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  const wanted = (2 * (quartile(0.75) - quartile(0.25))) / Math.cbrt(sorted.length);
  const range = high - low;
  const width = niceWidth(Math.min(range / 5, Math.max(range / 60, wanted || range / 30)));
  const first = Math.floor(low / width);
  const last = Math.max(first + 1, Math.ceil(high / width));
  // Multiples of the width would carry its rounding error into the labels: 0.1 · 3.
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * width).toPrecision(12)));
}

function everyInteger(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isInteger(values[i])) return false;
  return true;
}

/** The nearest, by ratio, of 1, 2, 2.5, 5 · 10ᵏ. */
export function niceWidth(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const ratio = width / power;
  let factor = 1;
  for (const candidate of [2, 2.5, 5, 10]) {
    if (Math.abs(Math.log(candidate / ratio)) < Math.abs(Math.log(factor / ratio))) factor = candidate;
  }
  return Number((factor * power).toPrecision(12));
}

/** The bin of a value among ascending edges; the last edge belongs to the last bin. */
export function binOf(value: number, edges: readonly number[]): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (value >= edges[middle]!) low = middle;
    else high = middle - 1;
  }
  return low;
}
