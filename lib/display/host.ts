import type { MimeBundle } from "./mime.ts";

/** A stretch of work that watches for interrupts itself, so that it can stop between two whole steps. */
export interface CooperativeSection {
  /** True once the user has asked to stop. */
  readonly interrupted: boolean;
  end(): void;
}

/** What the library needs of the notebook it runs in. The roux kernel puts one under `Symbol.for("roux.host")`. */
export interface NotebookHost {
  readonly name: string;
  /** Shows a bundle below the running cell. With `update`, replaces what was shown under the same `displayId`. */
  display(bundle: MimeBundle, options?: { displayId?: string; update?: boolean }): void | Promise<void>;
  /** While a section is open, the first interrupt only raises its flag; a second one stops the code itself. */
  cooperate(): CooperativeSection;
}

export const hostSymbol: unique symbol = Symbol.for("roux.host") as never;
