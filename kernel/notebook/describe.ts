/** What a value of a parsed file is, in words for an error: `a list`, `the text "abc"`, `nothing`. */
export function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  const shown = JSON.stringify(value);
  const short = shown.length > 40 ? `${shown.slice(0, 39)}…` : shown;
  return typeof value === "string" ? `the text ${short}` : short;
}
