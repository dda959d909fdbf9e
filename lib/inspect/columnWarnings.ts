import { formatNumber } from "../display/index.ts";
import type { ColumnSummary } from "./ColumnSummary.ts";

export type WarningKind =
  | "no-rows"
  | "all-missing"
  | "missing"
  | "nan"
  | "infinite"
  | "constant"
  | "near-constant"
  | "identifier-like"
  | "high-cardinality"
  | "skewed"
  | "mixed-types"
  | "dates-as-text"
  | "numbers-as-text"
  | "duplicate-columns"
  | "duplicate-rows"
  | "constant-pixels"
  | "out-of-range"
  | "label-out-of-domain";

/** Something that one should look at before learning from the data. */
export interface Warning {
  kind: WarningKind;
  /** Gravest first: `fail` breaks training, `warn` may mislead it. */
  verdict: "warn" | "fail";
  columns: string[];
  message: string;
  advice: string;
}

/** Rows below which counting different values says nothing. */
const fewRows = 20;

/** What is remarkable in one column. Thresholds: near-constant 99 % of one value; identifier-like all different, and for
 *  whole numbers at least half of the span used; high cardinality more than 50 different texts in less than twice as many
 *  rows; skewed |skewness| > 3; numbers or dates as text from 90 % on. */
export function columnWarnings(column: ColumnSummary): Warning[] {
  const { name, count, missing, nan, infinite, distinct, top, numbers, text, type } = column;
  const warnings: Warning[] = [];
  const rows = count + missing;
  const warn = (
    kind: WarningKind,
    message: string,
    advice: string,
    verdict: "warn" | "fail" = "warn",
  ): void => {
    warnings.push({ kind, verdict, columns: [name], message: `${name}: ${message}`, advice });
  };
  const percent = (part: number): string =>
    `${formatNumber((100 * part) / Math.max(1, rows), { digits: 3 })} %`;
  if (rows === 0) return warnings;
  if (count === 0) {
    warn("all-missing", "no value at all", "Leave the column out.");
    return warnings;
  }
  if (missing > 0) {
    warn(
      "missing",
      `${formatNumber(missing)} missing (${percent(missing)})`,
      'Leave those rows out (missing: "drop") or fill them, with values fitted on the training part.',
    );
  }
  if (nan > 0)
    warn(
      "nan",
      `${formatNumber(nan)} NaN (${percent(nan)})`,
      "One NaN makes the loss NaN: leave those rows out, or fill them.",
      "fail",
    );
  if (infinite > 0)
    warn(
      "infinite",
      `${formatNumber(infinite)} infinite`,
      "Look at where they come from, a division by 0 perhaps, and mend or leave them out.",
      "fail",
    );
  const present = count - nan;
  const often = top[0]?.count ?? 0;
  if (distinct === 1 && rows > 1) {
    warn(
      "constant",
      `one value in all ${formatNumber(present)} rows that have one`,
      "It says nothing: leave the column out.",
    );
  } else if (distinct > 1 && often / present >= 0.99) {
    warn(
      "near-constant",
      `${String(top[0]!.value)} in ${formatNumber((100 * often) / present, { digits: 4 })} % of the rows`,
      "Look at the rest; a net can hardly learn from so few.",
    );
  }
  const dense = type === "integer" && numbers !== undefined && numbers.max - numbers.min + 1 <= 2 * present;
  if (distinct === present && present >= fewRows && (type === "text" || dense)) {
    warn(
      "identifier-like",
      `a different ${type === "text" ? "text" : "number"} in each of ${formatNumber(present)} rows`,
      "Leave it out of the features, or the net learns rows by heart; read it as the rows' id.",
    );
  } else if (type === "text" && distinct > 50 && 2 * distinct > present) {
    warn(
      "high-cardinality",
      `${formatNumber(distinct)} different texts in ${formatNumber(present)} rows`,
      "Group the rare ones, or take features from the text.",
    );
  }
  if (
    numbers &&
    type !== "boolean" &&
    numbers.skewness !== null &&
    Math.abs(numbers.skewness) > 3 &&
    distinct > 2
  ) {
    warn(
      "skewed",
      `skewness ${formatNumber(numbers.skewness, { digits: 3 })}`,
      numbers.min >= 0
        ? "Its logarithm, log(1 + x), may be the better input."
        : "Look at its largest and smallest values.",
    );
  }
  if (text) warnings.push(...textWarnings(column));
  return warnings;
}

function textWarnings({ name, count, text }: ColumnSummary): Warning[] {
  const { numbers, dates } = text!;
  const make = (kind: WarningKind, message: string, advice: string): Warning[] => [
    { kind, verdict: "warn", columns: [name], message: `${name}: ${message}`, advice },
  ];
  if (numbers === count)
    return make(
      "numbers-as-text",
      "text, though every value is a number",
      "Convert it: TRY_CAST(column AS DOUBLE).",
    );
  if (numbers >= 0.9 * count) {
    const rest = formatNumber(count - numbers);
    return make(
      "mixed-types",
      `numbers, but for ${rest} ${rest === "1" ? "value" : "values"} that are not`,
      "Look at those; a word for missing values can be named when reading: data.read(path, { missing: [...] }).",
    );
  }
  if (dates >= 0.9 * count)
    return make("dates-as-text", "dates kept as text", "Convert it: TRY_CAST(column AS TIMESTAMP).");
  return [];
}
