import type { Cell, Metadata, Notebook } from "./nbformat.ts";
import { trimBlankLines } from "./parsePercent.ts";
import { escapeMarker, formatPercentHeader } from "./percentHeader.ts";
import { formatPercentMetadata } from "./percentMetadata.ts";

/** Cell metadata that says how a run went or how a front end showed the cell, not what the notebook is. */
const left = new Set(["collapsed", "execution", "ExecuteTime", "papermill", "scrolled", "trusted"]);

/** The notebook as a percent file: `// %%` before each cell, text cells in comments. Outputs and run times are left out.
 *  `parsePercent` reads back the same cells, but for their ids and the blank lines around them. */
export function formatPercent(notebook: Notebook): string {
  const blocks = notebook.cells.map(formatCell);
  const header = formatPercentMetadata(notebook.metadata);
  if (header.length > 0) blocks.unshift(header);
  return blocks.length === 0 ? "" : `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function formatCell(cell: Cell): string[] {
  const metadata: Metadata = Object.fromEntries(
    Object.entries(cell.metadata).filter(([key]) => !left.has(key)),
  );
  const lines = trimBlankLines(cell.source.split(/\r\n|\n|\r/));
  const header = formatPercentHeader({ cellType: cell.cell_type, metadata });
  if (cell.cell_type === "code") return [header, ...lines.map(escapeMarker)];
  return [header, ...lines.map(comment)];
}

/** In a comment, a line of text that starts with `%%` would start a cell: it gets a backslash, as Markdown allows. */
function comment(line: string): string {
  return line === "" ? "//" : `// ${line.replace(/^([ \t]*)(\\*%%(?:[ \t]|$))/, "$1\\$2")}`;
}
