/** One run of code in the output: copied from the source at `from`, or new text (`from` is -1). */
interface Piece {
  text: string;
  from: number;
}

interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Where each run of the rewritten code came from: triples of output offset, source offset, length. */
export type PieceMap = number[];

/** Edits a source text while remembering where everything came from. Edits may not overlap; ranges may be hoisted to
 *  the front, and edits inside them move along. */
export class Rewriter {
  readonly #edits: Edit[] = [];
  readonly #hoisted: { start: number; end: number; before: string; after: string }[] = [];

  constructor(readonly source: string) {}

  replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text });
  }

  insert(at: number, text: string): void {
    this.#edits.push({ start: at, end: at, text });
  }

  /** Moves a range to the front of the output, after the head, between `before` and `after`. */
  hoist(start: number, end: number, before: string, after: string): void {
    this.#hoisted.push({ start, end, before, after });
  }

  /** @param head  text that comes first   @param neck  text between what was hoisted and the rest */
  render(head: string, neck: string): { code: string; pieces: PieceMap } {
    // A stable sort: insertions at one place keep their order.
    this.#edits.sort((a, b) => a.start - b.start || a.end - b.end);
    const pieces: Piece[] = [{ text: head, from: -1 }];
    for (const { start, end, before, after } of this.#hoisted) {
      pieces.push({ text: before, from: -1 }, ...this.#copy(start, end), { text: after, from: -1 });
    }
    pieces.push({ text: neck, from: -1 });
    let at = 0;
    for (const { start, end } of this.#hoisted) {
      pieces.push(...this.#copy(at, start));
      at = end;
    }
    pieces.push(...this.#copy(at, this.source.length));

    const map: PieceMap = [];
    let offset = 0;
    for (const { text, from } of pieces) {
      if (from >= 0 && text.length > 0) map.push(offset, from, text.length);
      offset += text.length;
    }
    return { code: pieces.map((piece) => piece.text).join(""), pieces: map };
  }

  #copy(start: number, end: number): Piece[] {
    const pieces: Piece[] = [];
    let at = start;
    for (const edit of this.#edits) {
      if (
        edit.start < start ||
        edit.end > end ||
        (edit.start === end && edit.end === end && end !== this.source.length)
      )
        continue;
      pieces.push({ text: this.source.slice(at, edit.start), from: at }, { text: edit.text, from: -1 });
      at = edit.end;
    }
    pieces.push({ text: this.source.slice(at, end), from: at });
    return pieces;
  }
}
