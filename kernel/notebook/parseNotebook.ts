import { assignCellIds } from "./cellIds.ts";
import { describe } from "./describe.ts";
import type { Cell, CodeCell, Metadata, MimeBundle, Notebook, Output } from "./nbformat.ts";
import { NotebookError } from "./NotebookError.ts";

type Fields = Record<string, unknown>;

/** Reads the text of an `.ipynb` file.
 *  nbformat 4.0–4.4 is brought to 4.5 in memory (cell ids); lists of lines are joined; fields we don't know are kept.
 *  @param where the file's name, for errors
 *  @throws {NotebookError} when it is not JSON, another nbformat, or lacks what a notebook must have */
export function parseNotebook(text: string, where = "notebook"): Notebook {
  const fail = (expected: string, received: string, hint?: string, cause?: unknown): never => {
    throw new NotebookError({
      where,
      expected,
      received,
      ...(hint ? { hint } : {}),
      ...(cause ? { cause } : {}),
    });
  };
  const json = parseJson(text, fail);
  if (!isFields(json)) return fail("a notebook (a JSON object with cells)", describe(json));
  const { nbformat } = json;
  if (nbformat !== 4) {
    return fail(
      "nbformat 4",
      nbformat === undefined ? "no nbformat" : `nbformat ${describe(nbformat)}`,
      typeof nbformat === "number" && nbformat < 4
        ? `Convert it with: jupyter nbconvert --to notebook --nbformat 4 ${where}`
        : "Is this a notebook file?",
    );
  }
  if (!Array.isArray(json.cells)) return fail("a list of cells", `${describe(json.cells)} under "cells"`);
  const cells = json.cells.map((cell: unknown, i) => readCell(cell, `cell ${i + 1}`, fail));
  assignCellIds(cells);
  const metadata = isFields(json.metadata) ? { ...json.metadata } : {};
  delete metadata.orig_nbformat;
  delete metadata.orig_nbformat_minor;
  const minor = typeof json.nbformat_minor === "number" ? Math.max(5, json.nbformat_minor) : 5;
  return { nbformat: 4, nbformat_minor: minor, metadata, cells };
}

type Fail = (expected: string, received: string, hint?: string, cause?: unknown) => never;

function parseJson(text: string, fail: Fail): unknown {
  const content = text.codePointAt(0) === 0xfeff ? text.slice(1) : text;
  if (content.trim() === "") return fail("a notebook (JSON)", "an empty file");
  try {
    return JSON.parse(content) as unknown;
  } catch (cause) {
    if (/^(<<<<<<<|=======|>>>>>>>)/m.test(content)) {
      return fail(
        "a notebook (JSON)",
        "a file with merge conflict markers",
        "Resolve the conflict first.",
        cause,
      );
    }
    if (/^\s*\/\/ (%%|---)/m.test(content)) {
      return fail("a notebook (JSON)", "percent cells", "Give the file the ending .ts.", cause);
    }
    const start = content.trim().slice(0, 30).split("\n", 1)[0]!;
    const truncated = content.trimStart().startsWith("{") && !content.trimEnd().endsWith("}");
    return fail(
      "a notebook (JSON)",
      truncated
        ? "JSON that ends in the middle"
        : `text that is not JSON, starting with ${JSON.stringify(start)}`,
      truncated ? "The file was cut off: restore it, or run the percent .ts file again." : sentence(cause),
      cause,
    );
  }
}

function sentence(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.endsWith(".") ? message : `${message}.`;
}

function readCell(cell: unknown, place: string, fail: Fail): Cell {
  if (!isFields(cell)) return fail(`${place} to be an object`, describe(cell));
  const metadata = isFields(cell.metadata) ? { ...cell.metadata } : {};
  delete metadata.trusted;
  const source = joined(cell.source);
  if (source === undefined) {
    return fail(`${place} to have a source (text or a list of lines)`, describe(cell.source));
  }
  const { id, attachments } = cell;
  const common = { id: id as string, metadata, source };
  switch (cell.cell_type) {
    case "code": {
      const outputs = cell.outputs ?? [];
      if (!Array.isArray(outputs)) return fail(`${place} to have a list of outputs`, describe(outputs));
      const count = cell.execution_count;
      return {
        cell_type: "code",
        ...common,
        execution_count: typeof count === "number" ? count : null,
        outputs: outputs.map((output: unknown, i) => readOutput(output, `${place}, output ${i + 1}`, fail)),
      } satisfies CodeCell;
    }
    case "markdown":
    case "raw":
      return {
        cell_type: cell.cell_type,
        ...common,
        ...(isFields(attachments) ? { attachments: attachments as Record<string, MimeBundle> } : {}),
      };
    default:
      return fail(`${place} to be code, markdown or raw`, describe(cell.cell_type));
  }
}

function readOutput(output: unknown, place: string, fail: Fail): Output {
  if (!isFields(output)) return fail(`${place} to be an object`, describe(output));
  const metadata: Metadata = isFields(output.metadata) ? output.metadata : {};
  switch (output.output_type) {
    case "stream":
      return {
        output_type: "stream",
        name: output.name === "stderr" ? "stderr" : "stdout",
        text: joined(output.text) ?? "",
      };
    case "display_data":
      return { output_type: "display_data", data: readBundle(output.data), metadata };
    case "execute_result": {
      const count = output.execution_count;
      return {
        output_type: "execute_result",
        data: readBundle(output.data),
        metadata,
        execution_count: typeof count === "number" ? count : null,
      };
    }
    case "error":
      return {
        output_type: "error",
        ename: joined(output.ename) ?? "",
        evalue: joined(output.evalue) ?? "",
        traceback: Array.isArray(output.traceback) ? output.traceback.map(String) : [],
      };
    default:
      return fail(
        `${place} to be stream, display_data, execute_result or error`,
        describe(output.output_type),
      );
  }
}

/** JSON stays as it is, text kept as a list of lines is joined. */
function readBundle(data: unknown): MimeBundle {
  if (!isFields(data)) return {};
  return Object.fromEntries(
    Object.entries(data).map(([type, content]) => [
      type,
      isJsonType(type) ? content : (joined(content) ?? content),
    ]),
  );
}

/** True for `application/json` and everything `…+json`: content is JSON itself, never split into lines. */
export function isJsonType(type: string): boolean {
  return type === "application/json" || (type.startsWith("application/") && type.endsWith("+json"));
}

function joined(text: unknown): string | undefined {
  if (typeof text === "string") return text;
  return Array.isArray(text) && text.every((line) => typeof line === "string") ? text.join("") : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
