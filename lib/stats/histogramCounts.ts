/** How many values fall into each of equal bins from `low` to `high`. The last bin holds its upper end; values outside and
 *  NaN are not counted.
 *  @param low lower end   @param high upper end, above `low` */
export function histogramCounts(
  values: ArrayLike<number>,
  low: number,
  high: number,
  bins: number,
): Uint32Array {
  const counts = new Uint32Array(bins);
  const width = (high - low) / bins;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!(value >= low && value <= high)) continue;
    counts[Math.min(bins - 1, Math.floor((value - low) / width))]! += 1;
  }
  return counts;
}
