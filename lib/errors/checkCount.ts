import { OptionError } from "./OptionError.ts";

/** @throws {OptionError} unless `value` is a whole number of at least 1; NaN and fractions are none */
export function checkCount(where: string, name: string, value: unknown): void {
  if (Number.isInteger(value) && (value as number) > 0) return;
  throw new OptionError({ where, expected: `${name}: a positive whole number`, received: String(value) });
}
