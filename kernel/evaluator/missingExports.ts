import { nearestName } from "../names/index.ts";

/** @param names  what the module does not export   @param exported  what it does
 *  @param isMaybeType  whether one of the names could be a type, for all that is known */
export function missingExports(
  specifier: string,
  names: readonly string[],
  exported: readonly string[],
  isMaybeType: boolean,
): SyntaxError {
  const meant = names.map((name) => nearestName(name, exported)).filter((name) => name !== undefined);
  const hints = [
    ...(meant.length > 0 ? [`Did you mean ${meant.join(", ")}?`] : []),
    ...(isMaybeType ? [`If it is a type, write: import { type ${names[0]} }`] : []),
  ];
  const received = meant.length > 0 ? "it does not" : `it exports ${listOf(exported)}`;
  return new SyntaxError(
    [`import: expected "${specifier}" to export ${names.join(", ")}, ${received}.`, ...hints].join(" "),
  );
}

function listOf(names: readonly string[]): string {
  if (names.length === 0) return "nothing";
  return names.length <= 12
    ? names.join(", ")
    : `${names.slice(0, 12).join(", ")} and ${names.length - 12} more`;
}
