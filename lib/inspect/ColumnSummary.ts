import type { ColumnType } from "../data/index.ts";

/** One bin of a histogram. The last bin holds its upper end. */
export interface Bin {
  from: number;
  to: number;
  count: number;
}

/** What the finite numbers of a column look like. */
export interface NumberSummary {
  min: number;
  max: number;
  mean: number;
  /** Standard deviation of the sample; null for fewer than two values. */
  deviation: number | null;
  /** Fisher–Pearson, adjusted for the sample's size; null for fewer than three values. */
  skewness: number | null;
  /** By linear interpolation (definition 7 of Hyndman & Fan 1996). */
  quantiles: { p05: number; p25: number; p50: number; p75: number; p95: number };
  zeros: number;
  negative: number;
  histogram: Bin[];
}

export interface TextSummary {
  /** Characters. */
  shortest: number;
  longest: number;
  meanLength: number;
  /** Values that read as numbers, and as dates. */
  numbers: number;
  dates: number;
}

export interface ColumnSummary {
  name: string;
  type: ColumnType;
  /** Values that are there, NaN and infinity among them. */
  count: number;
  /** Values that are not there (NULL). */
  missing: number;
  nan: number;
  infinite: number;
  /** Different values, NaN not counted. */
  distinct: number;
  /** The most frequent values, at most five, most frequent first. */
  top: { value: string | number | boolean; count: number }[];
  /** For numbers, booleans (as 0 and 1) and nothing else, when there is a finite one. */
  numbers?: NumberSummary;
  text?: TextSummary;
  /** For dates: first and last, ISO 8601. */
  dates?: { first: string; last: string };
}
