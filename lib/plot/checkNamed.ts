import { OptionError } from "../errors/index.ts";

/** @throws {OptionError} when a name that the plot needs is missing */
export function checkNamed(where: string, option: string, value: unknown): void {
  if (typeof value === "string" || (Array.isArray(value) && value.length > 0)) return;
  throw new OptionError({
    where,
    expected: `${option} to name a column`,
    received: value === undefined ? "nothing" : JSON.stringify(value),
  });
}
