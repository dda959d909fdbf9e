import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { checkOptions, DataError, OptionError } from "../errors/index.ts";
import { quoteName, quoteValue } from "./database.ts";
import { PendingTable } from "./PendingTable.ts";
import { readCsv } from "./readCsv.ts";
import { readFormats } from "./ReadOptions.ts";
import type { ReadOptions } from "./ReadOptions.ts";
import { Table } from "./Table.ts";
import { idColumn } from "./withIds.ts";

/** Reads a file into a table: CSV, Parquet, JSON (a list of objects) or NDJSON (an object per line).
 *  @throws {DataError} when the file is missing, is not what its name says, or is damaged, with the line where it can be
 *    known; nothing is skipped or guessed in silence */
export function read<Row extends object = Record<string, unknown>>(
  path: string,
  options: ReadOptions = {},
): PendingTable<Row> {
  checkOptions("data.read", options, ["format", "delimiter", "header", "missing", "id"]);
  if (options.format !== undefined && !readFormats.includes(options.format)) {
    throw new OptionError({
      where: "data.read",
      expected: `format: one of ${readFormats.join(", ")}`,
      received: `"${options.format as string}"`,
    });
  }
  return new PendingTable(readTable<Row>(path, options));
}

async function readTable<Row extends object>(path: string, options: ReadOptions): Promise<Table<Row>> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new DataError({
      where: "data.read",
      expected: `a file at ${path}`,
      received: cause.code === "ENOENT" ? "none" : (cause.code ?? cause.message),
      hint: `Paths are relative to ${process.cwd()}.`,
      cause,
    });
  });
  if (!found.isFile())
    throw new DataError({ where: "data.read", expected: `a file at ${path}`, received: "a folder" });
  if (found.size === 0)
    throw new DataError({ where: "data.read", expected: `data in ${path}`, received: "an empty file" });
  const name = basename(path).replace(/(\.\w+)(\.gz)?$/, "");
  const format = options.format ?? (await formatOf(path));
  const table =
    format === "csv" ? await readCsv<Row>(path, name, options) : await readOther<Row>(path, name, format);
  return options.id === undefined ? table : identified(table, options.id, path);
}

async function formatOf(path: string): Promise<(typeof readFormats)[number]> {
  const extension = /\.(\w+?)(?:\.gz)?$/.exec(path.toLowerCase())?.[1];
  if (extension === "parquet" || extension === "json") return extension;
  if (extension === "jsonl" || extension === "ndjson") return "ndjson";
  if (extension === "csv" || extension === "tsv" || extension === "txt") return "csv";
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    const start = buffer.toString("latin1", 0, bytesRead).trimStart();
    return start.startsWith("PAR1")
      ? "parquet"
      : start.startsWith("[")
        ? "json"
        : start.startsWith("{")
          ? "ndjson"
          : "csv";
  } finally {
    await file.close();
  }
}

async function readOther<Row extends object>(
  path: string,
  name: string,
  format: "parquet" | "json" | "ndjson",
): Promise<Table<Row>> {
  const file = quoteValue(path);
  const source = {
    parquet: `read_parquet(${file})`,
    json: `read_json(${file})`,
    ndjson: `read_json(${file}, format = 'newline_delimited')`,
  }[format];
  try {
    return await Table.ofQuery<Row>(`SELECT * FROM ${source}`, name);
  } catch (cause) {
    const message = (cause as Error).message.split("\n")[0]!;
    const what = {
      parquet: "a Parquet file",
      json: "a list of JSON objects",
      ndjson: "a JSON object on each line",
    }[format];
    throw new DataError({
      where: "data.read",
      expected: `${what} at ${path}`,
      received: message.replace(/^\w[\w ]* Error: /, "").replace(/[. ]+$/, ""),
      ...(/magic bytes|too small/i.test(message)
        ? { hint: "Is it cut off, or of another format? Say so with { format }." }
        : {}),
      cause,
    });
  }
}

async function identified<Row extends object>(
  table: Table<Row>,
  id: string,
  path: string,
): Promise<Table<Row>> {
  const { columns } = table;
  if (!columns.includes(id as keyof Row & string)) {
    throw new DataError({
      where: "data.read",
      expected: `id: a column of ${path}, among ${columns.join(", ")}`,
      received: `"${id}"`,
    });
  }
  return Table.ofQuery<Row>(
    `SELECT * EXCLUDE (${idColumn}), ${quoteName(id)} AS ${idColumn} FROM ${table.relation}`,
    table.name,
  );
}
