/** Quantiles of values by linear interpolation between order statistics: definition 7 of Hyndman & Fan 1996, which is the
 *  default of NumPy, pandas and R.
 *  @param values in any order, not changed; NaN is left out
 *  @param shares from 0 to 1, for example `[0.25, 0.5, 0.75]`
 *  @returns one value per share; NaN when there are no values */
export function quantiles(values: ArrayLike<number>, shares: readonly number[]): number[] {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  return shares.map((share) => sortedQuantile(sorted, share));
}

/** One quantile: see `quantiles`. */
export function quantile(values: ArrayLike<number>, share: number): number {
  return quantiles(values, [share])[0]!;
}

/** The quantile of values that are sorted already and hold no NaN. */
export function sortedQuantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  // Equal neighbours, also infinite ones, must not become NaN.
  return low === high ? low : low + (high - low) * (place - below);
}

export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/** Median absolute deviation from the median, times 1.4826: the standard deviation of normal values, unmoved by outliers
 *  (Hampel 1974). NaN when there are no values. */
export function robustDeviation(values: ArrayLike<number>): number {
  const center = median(values);
  return 1.482602218505602 * median(Float64Array.from(values, (value) => Math.abs(value - center)));
}
