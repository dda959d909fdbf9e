import fs from "node:fs";
import path from "node:path";
import type { ContentOf } from "../protocol/index.ts";

/** One cell that was run: number of the session, number of the cell, code. */
export type HistoryEntry = [session: number, line: number, code: string];

/** How many entries the file keeps. */
const kept = 5000;

/** Cells that were run, kept across restarts in one file of JSON lines. A file that cannot be used costs the history, nothing
 *  else. */
export class History {
  readonly #entries: HistoryEntry[] = [];
  readonly session: number;
  #file: string | undefined;

  constructor(file: string | undefined) {
    this.#file = file;
    if (file !== undefined) this.#load(file);
    this.session = (this.#entries.at(-1)?.[0] ?? 0) + 1;
  }

  add(line: number, code: string): void {
    const entry: HistoryEntry = [this.session, line, code];
    this.#entries.push(entry);
    if (this.#file === undefined) return;
    try {
      fs.appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
    } catch {
      this.#file = undefined; // Read-only or full: this session's history lives in memory.
    }
  }

  /** Answers a `history_request`. */
  find(request: ContentOf<"history_request">): HistoryEntry[] {
    switch (request.hist_access_type) {
      case "tail":
        return this.#entries.slice(-Math.max(0, request.n ?? 10) || this.#entries.length);
      case "range": {
        const session = (request.session ?? 0) > 0 ? request.session! : this.session + (request.session ?? 0);
        const { start = 0, stop } = request;
        return this.#entries.filter(
          ([of, line]) =>
            of === session && line >= start && (stop === undefined || stop === null || line < stop),
        );
      }
      case "search": {
        const matches = globPattern(request.pattern ?? "*");
        const found = this.#entries.filter(([, , code]) => matches.test(code));
        const unique = request.unique
          ? [...new Map(found.map((entry) => [entry[2], entry])).values()]
          : found;
        return request.n === undefined ? unique : unique.slice(-request.n);
      }
      default:
        return [];
    }
  }

  #load(file: string): void {
    try {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      if (!fs.existsSync(file)) return;
      const lines = fs.readFileSync(file, "utf8").split("\n").filter(Boolean);
      for (const line of lines.slice(-kept)) {
        const entry = parseEntry(line);
        if (entry) this.#entries.push(entry);
      }
      if (lines.length > kept * 2) {
        const shorter = `${file}.${process.pid}`;
        fs.writeFileSync(shorter, this.#entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
        fs.renameSync(shorter, file);
      }
    } catch {
      this.#file = undefined;
    }
  }
}

/** A line that a killed kernel wrote half is no entry. */
function parseEntry(line: string): HistoryEntry | undefined {
  try {
    const [session, number, code] = JSON.parse(line) as unknown[];
    return typeof session === "number" && typeof number === "number" && typeof code === "string"
      ? [session, number, code]
      : undefined;
  } catch {
    return undefined;
  }
}

/** `*` and `?` as in a shell. */
function globPattern(glob: string): RegExp {
  const source = glob
    .replaceAll(/[\\^$.|+()[\]{}]/g, String.raw`\$&`)
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`);
}
