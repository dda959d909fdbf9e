/** Count, extremes and moments of values; all but the count are NaN when there are none. */
export interface Moments {
  count: number;
  min: number;
  max: number;
  mean: number;
  /** Of the sample: divided by count − 1. NaN for fewer than two values. */
  variance: number;
  /** Square root of the variance. */
  deviation: number;
  /** Fisher–Pearson, adjusted for the sample's size (as pandas and Excel give it). NaN for fewer than three values, 0 for
   *  equal ones. */
  skewness: number;
}

/** Moments in two passes with compensated sums (Neumaier 1974), so that a large mean does not eat the variance. NaN among
 *  the values makes the results NaN. */
export function moments(values: ArrayLike<number>): Moments {
  const count = values.length;
  let min = count > 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  let max = count > 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  for (let i = 0; i < count; i++) {
    min = Math.min(min, values[i]!);
    max = Math.max(max, values[i]!);
  }
  const mean = sum(values) / count;
  let squares = 0;
  let cubes = 0;
  let rest = 0;
  for (let i = 0; i < count; i++) {
    const distance = values[i]! - mean;
    rest += distance;
    squares += distance * distance;
    cubes += distance * distance * distance;
  }
  // The rest corrects for the rounding of the mean (Chan, Golub, LeVeque 1983).
  const variance = count < 2 ? Number.NaN : (squares - (rest * rest) / count) / (count - 1);
  const deviation = Math.sqrt(variance);
  const cubed = cubes - (3 * rest * squares) / count + (2 * rest ** 3) / count ** 2;
  const adjusted = (count * cubed) / ((count - 1) * (count - 2) * deviation ** 3);
  const skewness = count < 3 ? Number.NaN : variance === 0 ? 0 : adjusted;
  return { count, min, max, mean, variance, deviation, skewness };
}

/** Mean and variance of a whole population: divided by the count, where `moments` divides by count − 1. */
export function populationMoments(values: ArrayLike<number>): { mean: number; variance: number } {
  const { count, mean, variance } = moments(values);
  return { mean, variance: count === 1 && Number.isFinite(mean) ? 0 : (variance * (count - 1)) / count };
}

/** Sum without the rounding error piling up (Neumaier 1974). */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  // An infinite sum loses NaN.
  return Number.isNaN(lost) ? total : total + lost;
}
