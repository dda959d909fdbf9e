/** What a notebook front end receives: media type → content (text, base64 of bytes, or JSON). */
export type MimeBundle = Record<string, unknown>;

/** A value with a method of this name tells notebooks how it looks. Deno's kernel uses the same symbol. */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display") as never;

/** Anything that knows how it looks in a notebook. */
export interface Displayable {
  [displaySymbol](): MimeBundle | Promise<MimeBundle>;
  /** The text form. */
  toString(): string;
}

export function isDisplayable(value: unknown): value is Displayable {
  return (
    value !== null &&
    (typeof value === "object" || typeof value === "function") &&
    typeof (value as Partial<Displayable>)[displaySymbol] === "function"
  );
}
