import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { DataError } from "../errors/index.ts";
import { query, quoteName, quoteValue } from "./database.ts";
import type { ReadOptions } from "./ReadOptions.ts";
import { Table } from "./Table.ts";

const where = "data.read";
const delimiters = [",", ";", "\t", "|"];

/** Reads a CSV strictly: fields as RFC 4180 quotes them, each line with as many as the first. DuckDB alone would read a
 *  ragged file as one column, without a word. */
export async function readCsv<Row extends object>(
  path: string,
  name: string,
  options: ReadOptions,
): Promise<Table<Row>> {
  const start = await firstText(path);
  const delimiter = options.delimiter ?? mostFields(start);
  const fields = firstRecord(start, delimiter);
  const header =
    options.header ?? !fields.every((field) => field.trim() !== "" && Number.isFinite(Number(field)));
  const names = header ? columnNames(fields) : fields.map((_, i) => `column${i}`);
  const settings = [
    `delim = ${quoteValue(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `header = ${header}`,
    "skip = 0",
    "comment = ''",
    "strict_mode = true",
    "null_padding = false",
    "max_line_size = 16777216",
    `nullstr = [${(options.missing ?? ["", "NA", "N/A", "null", "NULL"]).map(quoteValue).join(", ")}]`,
    `names = [${names.map(quoteValue).join(", ")}]`,
  ];
  const source = (more: string): string => `read_csv(${quoteValue(path)}, ${[...settings, more].join(", ")})`;
  let failure: unknown;
  // Types are judged by the first rows; when later ones disagree, by all of them.
  for (const sample of [20_480, -1]) {
    try {
      const table = await Table.ofQuery<Row>(`SELECT * FROM ${source(`sample_size = ${sample}`)}`, name);
      if (table.columns.length === names.length) return table;
    } catch (cause) {
      failure = cause;
    }
  }
  // As plain text each line is judged for its number of fields alone, and the message names the first wrong one.
  const texts = names.map((column) => `${quoteValue(column)}: 'VARCHAR'`).join(", ");
  const plain = settings.filter((setting) => !setting.startsWith("names")).join(", ");
  const sql = `SELECT count(${quoteName(names[0]!)}) FROM read_csv(${quoteValue(path)}, ${plain}, auto_detect = false, columns = {${texts}})`;
  await query(sql).catch((cause: unknown) => {
    failure = cause;
  });
  throw csvFailure(path, names.length, failure);
}

function csvFailure(path: string, columns: number, cause: unknown): DataError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const found = /Expected Number of Columns: \d+ Found: (\d+)/.exec(message)?.[1];
  const at = `line ${line} of ${path}`;
  if (line !== undefined && found !== undefined) {
    const original = /Original Line: (.*)/.exec(message)?.[1];
    return new DataError({
      where,
      expected: `${columns} ${columns === 1 ? "column" : "columns"} in ${at}, as in its first line`,
      received: `${found}${original ? ` ("${original.slice(0, 80)}")` : ""}`,
      hint: "Is a delimiter missing, or a text with one in it not in quotes?",
      cause,
    });
  }
  if (/unicode|utf-8/i.test(message)) {
    return new DataError({
      where,
      expected: `UTF-8 text in ${path}`,
      received: `other bytes${line === undefined ? "" : ` at line ${line}`}`,
      hint: "Convert it, for example: iconv -f latin1 -t utf-8 OLD > NEW.",
      cause,
    });
  }
  if (/quote/i.test(message) && line !== undefined) {
    return new DataError({
      where,
      expected: `quotes in pairs in ${at}`,
      received: "a quote that is not closed, or closed within a field",
      hint: 'A quote within a quoted field is written twice: "".',
      cause,
    });
  }
  return new DataError({
    where,
    expected: `a CSV at ${path}`,
    received: message.split("\n")[0]!.replace(/[. ]+$/, ""),
    cause,
  });
}

async function firstText(path: string): Promise<string> {
  const file = createReadStream(path);
  const bytes = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
  let text = "";
  try {
    for await (const chunk of bytes) {
      text += (chunk as Buffer).toString("utf8");
      if (text.length > 1_000_000 || (text.includes("\n") && (text.split('"').length & 1) === 1)) break;
    }
  } catch (cause) {
    throw new DataError({
      where,
      expected: `gzipped text at ${path}`,
      received: (cause as Error).message,
      cause,
    });
  } finally {
    file.destroy();
  }
  return text.replace(/^\uFEFF/, "");
}

function mostFields(start: string): string {
  const counts = delimiters.map((delimiter) => firstRecord(start, delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))]!;
}

function firstRecord(text: string, delimiter: string): string[] {
  const fields = [""];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (quoted && character === '"' && text[i + 1] === '"') fields[fields.length - 1] += text[++i]!;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "\n" || character === "\r")) break;
    else if (!quoted && character === delimiter) fields.push("");
    else fields[fields.length - 1] += character;
  }
  return fields;
}

/** Names for every column: empty ones by position, repeated ones numbered. */
function columnNames(fields: readonly string[]): string[] {
  const used = new Set<string>();
  return fields.map((field, i) => {
    const base = field.trim() || `column${i}`;
    let name = base;
    for (let n = 1; used.has(name.toLowerCase()); n++) name = `${base}_${n}`;
    used.add(name.toLowerCase());
    return name;
  });
}
