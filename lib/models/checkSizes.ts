import { OptionError } from "../errors/index.ts";

/** @throws {OptionError} unless `sizes` is a list of positive whole numbers (which may be empty) */
export function checkSizes(where: string, name: string, sizes: readonly number[]): void {
  if (Array.isArray(sizes) && sizes.every((size) => Number.isInteger(size) && size > 0)) return;
  throw new OptionError({
    where,
    expected: `${name} as a list of positive whole numbers, like [16, 32]`,
    received: JSON.stringify(sizes) ?? "undefined",
  });
}

/** @throws {OptionError} unless 0 ≤ rate < 1 */
export function checkDropout(where: string, rate: number): void {
  if (rate >= 0 && rate < 1) return;
  throw new OptionError({
    where,
    expected: "dropout from 0 up to, but not including, 1",
    received: String(rate),
  });
}
