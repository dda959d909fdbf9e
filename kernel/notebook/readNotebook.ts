import { readFile } from "node:fs/promises";
import path from "node:path";

import type { Notebook } from "./nbformat.ts";
import { NotebookError } from "./NotebookError.ts";
import { parseNotebook } from "./parseNotebook.ts";
import { parsePercent } from "./parsePercent.ts";

const percentEndings = new Set([".ts", ".mts", ".js", ".mjs"]);

/** Reads a notebook: `.ipynb`, or a percent file (`.ts`, `.mts`, `.js`, `.mjs`).
 *  @throws {NotebookError} when the file is missing, unreadable, of another kind, or not a notebook */
export async function readNotebook(file: string): Promise<Notebook> {
  const ending = path.extname(file).toLowerCase();
  if (ending !== ".ipynb" && !percentEndings.has(ending)) {
    throw new NotebookError({
      where: file,
      expected: "a notebook (.ipynb) or a percent file (.ts)",
      received: ending === "" ? "a name without an ending" : `a ${ending} file`,
    });
  }
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new NotebookError({
      where: file,
      expected: "a file to read",
      ...whyUnreadable(file, cause),
      cause,
    });
  }
  return ending === ".ipynb" ? parseNotebook(text, file) : parsePercent(text);
}

function whyUnreadable(file: string, cause: unknown): { received: string; hint?: string } {
  switch ((cause as NodeJS.ErrnoException).code ?? "") {
    case "ENOENT":
      return { received: "no such file", hint: `Looked in ${path.dirname(path.resolve(file))}.` };
    case "EISDIR":
      return { received: "a folder" };
    case "EACCES":
    case "EPERM":
      return { received: "a file this user may not read" };
    default:
      return { received: (cause as Error).message };
  }
}
