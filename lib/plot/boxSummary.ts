import { sortedQuantile } from "../stats/index.ts";

/** The figures of one box. */
export interface BoxSummary {
  lowWhisker: number;
  lowerQuartile: number;
  median: number;
  upperQuartile: number;
  highWhisker: number;
  /** Values beyond the whiskers, ascending. */
  outliers: number[];
}

/** Quartiles by linear interpolation (type 7 of Hyndman & Fan 1996, as numpy does), whiskers at the outermost values
 *  within 1.5 interquartile ranges of the box.
 *  @param values  finite, at least one; sorted in place */
export function boxSummary(values: Float64Array): BoxSummary {
  const sorted = values.sort();
  const [lowerQuartile, median, upperQuartile] = [0.25, 0.5, 0.75].map((share) =>
    sortedQuantile(sorted, share),
  ) as [number, number, number];
  const reach = 1.5 * (upperQuartile - lowerQuartile);
  const inside = sorted.filter((value) => value >= lowerQuartile - reach && value <= upperQuartile + reach);
  return {
    lowWhisker: inside[0] ?? lowerQuartile,
    lowerQuartile,
    median,
    upperQuartile,
    highWhisker: inside.at(-1) ?? upperQuartile,
    outliers: Array.from(
      sorted.filter((value) => value < lowerQuartile - reach || value > upperQuartile + reach),
    ),
  };
}
