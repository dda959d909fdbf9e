import type { MimeBundle } from "../display/index.ts";

/** A stretch of work that watches for interrupts itself. */
export interface CooperativeSection {
  readonly interrupted: boolean;
  end(): void;
}

/** What a library may ask of the notebook it runs in, found at `Symbol.for("roux.host")`. The library declares the same
 *  interface on its side: the symbol is the contract. */
export interface NotebookHost {
  readonly name: string;
  display(bundle: MimeBundle, options?: { displayId?: string; update?: boolean }): void;
  cooperate(): CooperativeSection;
}

export const hostSymbol: unique symbol = Symbol.for("roux.host") as never;
