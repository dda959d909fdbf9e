import { inspect } from "node:util";

import { nearest } from "./nearest.ts";
import { OptionError } from "./OptionError.ts";

/** @throws {OptionError} when `value` is given and is none of `choices` */
export function checkChoice(where: string, option: string, value: unknown, choices: readonly string[]): void {
  if (value === undefined || choices.includes(value as string)) return;
  const meant = typeof value === "string" ? nearest(value, choices) : undefined;
  throw new OptionError({
    where,
    expected: `${option} to be ${choices.map((choice) => `"${choice}"`).join(" or ")}`,
    received: typeof value === "string" ? `"${value}"` : inspect(value),
    ...(meant ? { hint: `Did you mean "${meant}"?` } : {}),
  });
}
