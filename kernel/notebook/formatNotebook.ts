import type { Cell, Metadata, MimeBundle, Notebook, Output } from "./nbformat.ts";
import { isJsonType } from "./parseNotebook.ts";

/** The text of an `.ipynb` file, byte for byte as Jupyter's nbformat writes it: keys sorted, indent of one space,
 *  multi-line text as a list of lines, a newline at the end. Whole notebooks differ only where their content differs. */
export function formatNotebook(notebook: Notebook): string {
  return `${stringify({ ...notebook, cells: notebook.cells.map(splitCell) }, "\n")}\n`;
}

function splitCell(cell: Cell): Metadata {
  return {
    ...cell,
    source: splitLines(cell.source),
    ...("attachments" in cell && cell.attachments
      ? { attachments: mapValues(cell.attachments, splitBundle) }
      : {}),
    ...(cell.cell_type === "code" ? { outputs: cell.outputs.map(splitOutput) } : {}),
  };
}

function splitOutput(output: Output): Metadata {
  if (output.output_type === "stream") return { ...output, text: splitLines(output.text) };
  return "data" in output ? { ...output, data: splitBundle(output.data) } : { ...output };
}

const splitTypes = new Set(["application/javascript", "image/svg+xml"]);

function splitBundle(bundle: MimeBundle): Metadata {
  return Object.fromEntries(
    Object.entries(bundle).map(([type, content]) => [
      type,
      typeof content === "string" && !isJsonType(type) && (type.startsWith("text/") || splitTypes.has(type))
        ? splitLines(content)
        : content,
    ]),
  );
}

/** Lines with their ends, where Python's `str.splitlines` breaks them. */
function splitLines(text: string): string[] {
  // oxlint-disable-next-line no-control-regex -- the separators Python knows are control characters
  return text.match(/.*?(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])|.+$/gs) ?? [];
}

function mapValues<Value, Result>(record: Record<string, Value>, change: (value: Value) => Result) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** JSON with an indent of one space and sorted keys. `JSON.stringify` can't do it: it puts keys like "10" first. */
function stringify(value: unknown, newline: string): string {
  const deeper = `${newline} `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[${deeper}${value.map((item) => stringify(item, deeper)).join(`,${deeper}`)}${newline}]`;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value as Metadata).filter(([, item]) => item !== undefined);
    if (entries.length === 0) return "{}";
    const items = entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${JSON.stringify(key)}: ${stringify(item, deeper)}`);
    return `{${deeper}${items.join(`,${deeper}`)}${newline}}`;
  }
  return JSON.stringify(value) ?? "null";
}
