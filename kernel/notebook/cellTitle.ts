import type { Cell } from "./nbformat.ts";

/** What to call a cell in one line: its title, or its first line of code that says something.
 *  @param width longest title in characters */
export function cellTitle(cell: Cell, width = 60): string {
  const { title } = cell.metadata;
  const named = typeof title === "string" && title.trim() !== "" ? title.trim() : firstLine(cell.source);
  const characters = Array.from(named);
  return characters.length > width
    ? `${characters
        .slice(0, width - 1)
        .join("")
        .trimEnd()}…`
    : named;
}

function firstLine(source: string): string {
  const lines = source.split("\n").map((line) => line.trim());
  const code = lines.find((line) => line !== "" && !/^(\/\/|\/\*|\*|import\b|[)\]}])/.test(line));
  return code ?? lines.find((line) => line !== "") ?? "(empty)";
}
