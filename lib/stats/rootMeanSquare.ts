import type { Interval } from "./wilsonInterval.ts";

/** Root of the mean of squares, in the units of what was squared, with its 95 % interval: that of the mean of the squares by
 *  its standard error.
 *  @param squares  squared errors, at least one; NaN among them makes the results NaN */
export function rootMeanSquare(squares: ArrayLike<number>): Interval & { value: number } {
  const count = squares.length;
  let sum = 0;
  let sumOfSquares = 0;
  for (let i = 0; i < count; i++) {
    sum += squares[i]!;
    sumOfSquares += squares[i]! ** 2;
  }
  const mean = sum / count;
  const reach = 1.959963984540054 * Math.sqrt(Math.max(0, sumOfSquares / count - mean * mean) / count);
  return {
    value: Math.sqrt(mean),
    low: Math.sqrt(Math.max(0, mean - reach)),
    high: Math.sqrt(mean + reach),
  };
}
