import type { Position } from "./positions.ts";

/** The lines around a place in the user's code, with a mark below it.
 *  @param end  exclusive; by default one character
 *  @param context  lines shown before and after */
export function codeFrame(
  source: string,
  at: Position,
  { end, context = 2 }: { end?: Position; context?: number } = {},
): string[] {
  const lines = source.split(/\r?\n/);
  const last = Math.min(lines.length, at.line + context);
  const width = String(last).length;
  const frame: string[] = [];
  for (let line = Math.max(1, at.line - context); line <= last; line++) {
    const text = lines[line - 1] ?? "";
    const marked = line === at.line;
    frame.push(`${marked ? ">" : " "} ${String(line).padStart(width)} | ${text}`.trimEnd());
    if (!marked) continue;
    const length =
      end && end.line === at.line ? end.column - at.column : end ? text.length - at.column + 1 : 1;
    // Tabs stay tabs, so that the mark stands where the editor puts the character.
    const indent = text
      .slice(0, at.column - 1)
      .replaceAll(/[^\t]/g, " ")
      .padEnd(at.column - 1);
    frame.push(`  ${" ".repeat(width)} | ${indent}${"^".repeat(Math.max(1, length))}`);
  }
  return frame;
}
