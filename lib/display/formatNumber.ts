/** How a number is written for reading. */
export interface NumberFormat {
  /** Significant digits of a number that is not an integer. Default 4. */
  digits?: number;
  /** Decimals, the same for every number of a column; overrides `digits`. */
  decimals?: number;
}

const group = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");

/** A number for reading: thousands separated by commas, four significant digits unless asked otherwise, integers in
 *  full, very large and very small ones in scientific notation, a true minus sign. NaN stays `NaN`.
 *  @example formatNumber(60000) // "60,000"   formatNumber(0.0123456) // "0.01235"   formatNumber(-1e-9) // "−1e-9" */
export function formatNumber(value: number | bigint, { digits = 4, decimals }: NumberFormat = {}): string {
  if (typeof value === "bigint") return (value < 0n ? "−" : "") + group(String(value < 0n ? -value : value));
  if (Number.isNaN(value)) return "NaN";
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  if (size === Infinity) return `${sign}∞`;
  if (size !== 0 && (size >= 1e15 || (size < 1e-4 && decimals === undefined))) {
    return sign + String(Number(size.toPrecision(digits))).replace("e+", "e");
  }
  if (decimals === undefined && Number.isInteger(size)) return sign + group(String(size));
  const fixed = size.toFixed(decimals ?? decimalsFor(size, digits));
  const [whole, places] = fixed.split(".");
  const fraction = decimals === undefined ? places?.replace(/0+$/, "") : places;
  const shown = group(whole!) + (fraction ? `.${fraction}` : "");
  return Number(fixed) === 0 ? shown : sign + shown;
}

function decimalsFor(size: number, digits: number): number {
  if (size === 0) return 0;
  // Rounding may carry into the next power of ten: 9.9999 to four digits is 10.00.
  const rounded = Number(size.toPrecision(digits));
  return Math.min(20, Math.max(0, digits - 1 - Math.floor(Math.log10(rounded))));
}

/** How to write the numbers of one column so that their decimal points align: the decimals that give the largest of
 *  them `digits` significant digits. Columns that span many powers of ten are written number by number. */
export function columnFormat(
  values: Iterable<number>,
  { digits = 4 }: { digits?: number } = {},
): NumberFormat {
  let largest = 0;
  let smallest = Infinity;
  let integers = true;
  for (const value of values) {
    const size = Math.abs(value);
    if (!Number.isFinite(size)) continue;
    if (!Number.isInteger(size)) integers = false;
    if (size > largest) largest = size;
    if (size !== 0 && size < smallest) smallest = size;
  }
  if (integers || largest === 0) return { digits };
  const decimals = decimalsFor(largest, digits);
  return smallest < 10 ** -(decimals - 1) || largest >= 1e15 ? { digits } : { decimals };
}
