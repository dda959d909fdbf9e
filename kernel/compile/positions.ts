/** A place in a text as editors and stack traces count it: both from 1. */
export interface Position {
  line: number;
  column: number;
}

/** Offset of each line's first character. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** @param offset  in UTF-16 units; past the end counts as the end of the last line */
export function positionAt(lineStarts: readonly number[], offset: number): Position {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lineStarts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - lineStarts[low]! + 1 };
}

export function offsetAt(lineStarts: readonly number[], { line, column }: Position): number {
  const start = lineStarts[Math.min(Math.max(line, 1), lineStarts.length) - 1]!;
  return start + column - 1;
}
