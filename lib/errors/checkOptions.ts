import { nearest } from "./nearest.ts";
import { OptionError } from "./OptionError.ts";

/** Throws when `options` holds a name that is not in `known`: notebook cells are not always type-checked, and a
 *  misspelt option that is silently ignored is a bug nobody sees.
 *  @throws {OptionError} naming the option, the nearest known one, and all known ones */
export function checkOptions(where: string, options: object | undefined, known: readonly string[]): void {
  if (options === undefined) return;
  if (options === null || typeof options !== "object" || Array.isArray(options)) {
    throw new OptionError({
      where,
      expected: "an options object as last argument",
      received: options === null ? "null" : Array.isArray(options) ? "an array" : typeof options,
    });
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const meant = nearest(name, known);
    throw new OptionError({
      where,
      expected: `options among ${known.join(", ")}`,
      received: `"${name}"`,
      ...(meant ? { hint: `Did you mean "${meant}"?` } : {}),
    });
  }
}
