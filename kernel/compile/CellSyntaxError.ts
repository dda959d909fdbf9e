import type { Position } from "./positions.ts";

/** The cell is not TypeScript: where, and what the parser says. */
export class CellSyntaxError extends Error {
  override readonly name = "SyntaxError";

  constructor(
    message: string,
    readonly position: Position,
    readonly end: Position,
    readonly help: string | undefined,
  ) {
    super(message);
  }
}
