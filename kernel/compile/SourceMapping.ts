import { lineStartsOf, offsetAt, positionAt } from "./positions.ts";
import type { Position } from "./positions.ts";
import type { PieceMap } from "./Rewriter.ts";

/** What is needed to find the user's line from a line of the code that runs. Plain data: it travels to the evaluator. */
export interface CellMap {
  /** Rewritten code to compiler output; absent when the output was not rewritten. */
  pieces?: PieceMap;
  /** Line starts of the compiler output. */
  lineStarts: number[];
  /** Compiler output to the user's source: the `mappings` of a source map, version 3. */
  mappings: string;
}

const digits = new Map(
  Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/").map((c, i) => [c, i]),
);

/** One line of a decoded source map: `[column, source line, source column]`, all from 0, sorted by column. */
type Segments = [number, number, number][];

/** Decodes the base64-VLQ `mappings` of a source map with one source (https://tc39.es/ecma426/#sec-mappings). */
export function decodeMappings(mappings: string): Segments[] {
  let sourceLine = 0;
  let sourceColumn = 0;
  return mappings.split(";").map((line) => {
    let column = 0;
    const segments: Segments = [];
    for (const segment of line.split(",")) {
      const values: number[] = [];
      let value = 0;
      let shift = 0;
      for (const character of segment) {
        const digit = digits.get(character) ?? 0;
        value += (digit & 31) << shift;
        shift += 5;
        if (digit & 32) continue;
        values.push(value & 1 ? -(value >> 1) : value >> 1);
        value = shift = 0;
      }
      if (values.length < 4) continue;
      column += values[0]!;
      sourceLine += values[2]!;
      sourceColumn += values[3]!;
      segments.push([column, sourceLine, sourceColumn]);
    }
    return segments;
  });
}

/** Finds the user's position of a position in the code that runs. */
export class SourceMapping {
  readonly #map: CellMap;
  readonly #codeLineStarts: number[];
  #segments: Segments[] | undefined;

  constructor(map: CellMap, code: string) {
    this.#map = map;
    this.#codeLineStarts = lineStartsOf(code);
  }

  /** Nearest position of the source at or before; `undefined` for code that is not the user's. */
  toSource(position: Position): Position | undefined {
    const compiled = this.#map.pieces ? this.#throughPieces(this.#map.pieces, position) : position;
    if (!compiled) return undefined;
    this.#segments ??= decodeMappings(this.#map.mappings);
    for (let line = compiled.line - 1; line >= 0; line--) {
      const segments = this.#segments[line] ?? [];
      const found =
        line === compiled.line - 1
          ? (segments.findLast(([column]) => column <= compiled.column - 1) ?? segments[0])
          : segments.at(-1);
      if (found) return { line: found[1] + 1, column: found[2] + 1 };
    }
    return undefined;
  }

  #throughPieces(pieces: PieceMap, position: Position): Position | undefined {
    const offset = offsetAt(this.#codeLineStarts, position);
    let best: number | undefined;
    for (let i = 0; i < pieces.length; i += 3) {
      if (pieces[i]! > offset) break;
      best = pieces[i + 1]! + Math.min(offset - pieces[i]!, pieces[i + 2]!);
    }
    return best === undefined ? undefined : positionAt(this.#map.lineStarts, best);
  }
}
