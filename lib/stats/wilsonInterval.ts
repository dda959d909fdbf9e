/** A range that covers the true value with the stated confidence. */
export interface Interval {
  low: number;
  high: number;
}

/** Wilson's score interval of a proportion (Wilson 1927): unlike the normal approximation it stays within [0, 1] and
 *  keeps its coverage near 0 and 1, where accuracies live.
 *  @param successes  how many of `count` were right   @param z  1.96 covers 95 %
 *  @returns low and high; [0, 1] when `count` is 0 */
export function wilsonInterval(successes: number, count: number, z = 1.959963984540054): Interval {
  if (count === 0) return { low: 0, high: 1 };
  const share = successes / count;
  const denominator = 1 + (z * z) / count;
  const center = share + (z * z) / (2 * count);
  const margin = z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  return {
    low: successes === 0 ? 0 : (center - margin) / denominator,
    high: successes === count ? 1 : (center + margin) / denominator,
  };
}
