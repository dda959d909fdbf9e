import { assignCellIds } from "./cellIds.ts";
import { rouxMetadata } from "./nbformat.ts";
import type { Cell, Metadata, Notebook } from "./nbformat.ts";
import { isPercentMarker, parsePercentHeader, unescapeMarker } from "./percentHeader.ts";
import type { PercentHeader } from "./percentHeader.ts";
import { parsePercentMetadata } from "./percentMetadata.ts";

/** Reads a percent file: a TypeScript file whose cells start with `// %%`, as jupytext and VS Code know it.
 *  Text cells (`// %% [markdown]`) stand in line comments or one block comment. What comes before the first marker is a
 *  cell of code. Blank lines around a cell are not part of it. Any text is a percent file, if only of one cell. */
export function parsePercent(text: string): Notebook {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const { metadata, rest } = readMetadata(lines);
  const cells: Cell[] = [];
  let header: PercentHeader | undefined;
  let body: string[] = [];
  const close = () => {
    if (header || body.some((line) => line.trim() !== "")) {
      cells.push(makeCell(header ?? { cellType: "code", metadata: {} }, body));
    }
  };
  for (const line of rest) {
    if (isPercentMarker(line)) {
      close();
      header = parsePercentHeader(line);
      body = [];
    } else body.push(line);
  }
  close();
  assignCellIds(cells);
  return { nbformat: 4, nbformat_minor: 5, metadata, cells };
}

function readMetadata(lines: string[]): { metadata: Metadata; rest: string[] } {
  const isRule = (line: string) => /^\/\/\s*---\s*$/.test(line);
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first >= 0 && isRule(lines[first]!)) {
    const last = lines.findIndex((line, i) => i > first && isRule(line));
    const block = lines.slice(first + 1, last);
    if (last > 0 && block.every((line) => line.startsWith("//"))) {
      return {
        metadata: parsePercentMetadata(block.map((line) => line.replace(/^\/\/ ?/, ""))),
        rest: lines.slice(last + 1),
      };
    }
  }
  return { metadata: rouxMetadata(), rest: lines };
}

function makeCell({ cellType, metadata }: PercentHeader, body: string[]): Cell {
  const trimmed = trimBlankLines(body);
  const { id: named, ...fields } = metadata;
  const common = { id: typeof named === "string" ? named : "", metadata: fields };
  if (cellType === "code") {
    const source = trimmed.map(unescapeMarker).join("\n");
    return { cell_type: "code", ...common, source, execution_count: null, outputs: [] };
  }
  return { cell_type: cellType, ...common, source: uncomment(trimmed).join("\n") };
}

/** Text stands behind `// ` on every line, or between slash-star and star-slash. */
function uncomment(lines: string[]): string[] {
  const first = lines[0]?.trim();
  if (first?.startsWith("/*") && lines.at(-1)!.trimEnd().endsWith("*/")) {
    const inner = lines.join("\n").trim().slice(2, -2);
    if (!inner.includes("*/")) return trimBlankLines(inner.replace(/^\*/, "").split("\n"));
  }
  return lines.map((line) =>
    line.startsWith("// ")
      ? line.slice(3).replace(/^([ \t]*)\\(\\*%%(?:[ \t]|$))/, "$1$2")
      : line === "//"
        ? ""
        : line,
  );
}

/** Without the blank lines at both ends. */
export function trimBlankLines(lines: string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== "");
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex((line) => line.trim() !== "") + 1);
}
