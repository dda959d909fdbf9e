import type { Metadata } from "./nbformat.ts";

/** What stands behind `// %%`: an optional title, the cell's type in brackets, and metadata. */
export interface PercentHeader {
  cellType: "code" | "markdown" | "raw";
  metadata: Metadata;
}

const marker = /^\/\/[ \t]*%%(?:[ \t]+(.*))?$/;
const escaped = /^\/\/ (?=(?:\/\/ )*\/\/[ \t]*%%(?:[ \t]|$))/;

/** True when the line starts a cell. */
export function isPercentMarker(line: string): boolean {
  return marker.test(line);
}

/** A line of code that looks like the start of a cell gets `// ` in front of it (and loses it again when read). */
export function escapeMarker(line: string): string {
  return /^(?:\/\/ )*\/\/[ \t]*%%(?:[ \t]|$)/.test(line) ? `// ${line}` : line;
}

export function unescapeMarker(line: string): string {
  return line.replace(escaped, "");
}

/** Reads `// %% Title [markdown] tags=["a"] key=1` as jupytext does; metadata may also be one JSON object. */
export function parsePercentHeader(line: string): PercentHeader {
  const rest = marker.exec(line)?.[1]?.trim() ?? "";
  const { head, fields } = splitFields(rest);
  const type = /(?:^|\s)\[(markdown|md|raw|code)\](?:\s|$)/.exec(head);
  const title = (
    type ? `${head.slice(0, type.index)} ${head.slice(type.index + type[0].length)}` : head
  ).trim();
  const named = type?.[1] ?? "code";
  return {
    cellType: named === "md" ? "markdown" : (named as PercentHeader["cellType"]),
    metadata: { ...(title ? { title } : {}), ...fields },
  };
}

export function formatPercentHeader({ cellType, metadata }: PercentHeader): string {
  const { title, ...fields } = metadata;
  const type = cellType === "code" ? "" : ` [${cellType}]`;
  if (typeof title === "string") {
    const plain = `// %% ${title}${type}${formatFields(fields)}`;
    if (readsBack(plain, { cellType, metadata })) return plain;
  }
  return `// %%${type}${formatFields(title === undefined ? fields : { title, ...fields })}`;
}

/** A title may stand as it is when the whole line reads back as it was meant. */
function readsBack(line: string, { cellType, metadata }: PercentHeader): boolean {
  if (/[\r\n\u2028\u2029]/.test(line)) return false;
  const read = parsePercentHeader(line);
  return (
    read.cellType === cellType &&
    read.metadata["title"] === metadata["title"] &&
    Object.keys(read.metadata).length ===
      Object.values(metadata).filter((value) => value !== undefined).length
  );
}

const fieldName = /^[A-Za-z_][\w.-]*$/;

function formatFields(fields: Metadata): string {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return "";
  if (!entries.every(([name]) => fieldName.test(name))) return ` ${inlineJson(Object.fromEntries(entries))}`;
  return entries.map(([name, value]) => ` ${name}=${inlineJson(value)}`).join("");
}

/** JSON on one line with a space after commas and colons, as Python writes it. */
function inlineJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inlineJson).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const items = Object.entries(value).map(([key, item]) => `${inlineJson(key)}: ${inlineJson(item)}`);
    return `{${items.join(", ")}}`;
  }
  return JSON.stringify(value).replace(/[\u2028\u2029]/g, (c) => `\\u${c.codePointAt(0)!.toString(16)}`);
}

/** Splits at the first place from which everything reads as `name=value` pairs, or as one JSON object. */
function splitFields(text: string): { head: string; fields: Metadata } {
  for (const { index } of text.matchAll(/(?<=^|\s)(?=\{|[A-Za-z_][\w.-]*=)/g)) {
    const fields = parseFields(text.slice(index));
    if (fields) return { head: text.slice(0, index), fields };
  }
  return { head: text, fields: {} };
}

function parseFields(text: string): Metadata | undefined {
  if (text.startsWith("{")) {
    try {
      return JSON.parse(text) as Metadata;
    } catch {
      return undefined;
    }
  }
  const fields: Metadata = {};
  let rest = text.trim();
  while (rest !== "") {
    const name = /^([A-Za-z_][\w.-]*)=/.exec(rest);
    if (!name) return undefined;
    rest = rest.slice(name[0].length);
    const end = valueEnd(rest);
    if (end === undefined) return undefined;
    fields[name[1]!] = readValue(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return fields;
}

/** Where the value at the start of `text` ends: at the blank that is in no string and no bracket. */
function valueEnd(text: string): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (inString) {
      if (character === "\\") at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "[" || character === "{") depth++;
    else if (character === "]" || character === "}") depth--;
    else if (depth === 0 && /\s/.test(character)) return at === 0 ? undefined : at;
  }
  return inString || depth !== 0 || text === "" ? undefined : text.length;
}

/** A value that is no JSON is text, as jupytext reads it. */
function readValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
