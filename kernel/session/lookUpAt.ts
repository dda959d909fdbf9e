/** What stands before the cursor, for completion and inspection by value. */
export interface LookUp {
  /** Expression whose members are wanted; `""` for plain names; `undefined` where nothing can be offered. */
  expression: string | undefined;
  /** Where the name that is being typed starts. */
  start: number;
  prefix: string;
}

const name = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
const chain = new RegExp(
  String.raw`(?:${name})(?:\s*\??\.\s*${name}|\[(?:\d+|"[^"\n]*"|'[^'\n]*')\])*$`,
  "u",
);

/** Only chains of names (`a.b[0].c`) are looked up: evaluating anything else could do something. */
export function lookUpAt(code: string, cursor: number, purpose: "complete" | "inspect"): LookUp {
  const after = purpose === "inspect" ? (/^[\p{ID_Continue}$]*/u.exec(code.slice(cursor))?.[0] ?? "") : "";
  let before = code.slice(0, cursor) + after;
  if (purpose === "inspect") {
    before = before.replace(/\(?\s*$/u, "");
    const match = chain.exec(before);
    return { expression: match?.[0], start: before.length - (match?.[0].length ?? 0), prefix: "" };
  }
  const prefix = new RegExp(`(?:${name})?$`, "u").exec(before)![0];
  const start = cursor - prefix.length;
  const rest = before.slice(0, start);
  const dot = /\??\.\s*$/.exec(rest);
  if (!dot) return { expression: inText(rest) ? undefined : "", start, prefix };
  const object = chain.exec(rest.slice(0, dot.index).trimEnd());
  return { expression: object?.[0], start, prefix };
}

/** Is the end of this code inside a one-line string? */
function inText(before: string): boolean {
  const line = before.slice(before.lastIndexOf("\n") + 1).replaceAll(/\\./g, "");
  let quote: string | undefined;
  for (const character of line) {
    if (quote === character) quote = undefined;
    else if (!quote && /["'`]/.test(character)) quote = character;
  }
  return quote !== undefined;
}
