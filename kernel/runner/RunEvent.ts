import type { CodeCell, NotebookError } from "../notebook/index.ts";
import type { CellError } from "../session/index.ts";

/** How a cell ended. `"expected"`: it threw, as its tag `raises-exception` says; `"skipped"`: by a tag, or it is empty. */
export type CellStatus = "ok" | "error" | "expected" | "skipped" | "timeout" | "interrupted";

/** One code cell of a run. */
export interface CellReport {
  /** Position among all cells of the notebook, from 0. */
  index: number;
  id: string;
  /** The cell's title, or its first line. */
  title: string;
  status: CellStatus;
  elapsedMs: number;
  error?: CellError;
  /** True when the cell only ran to bring back its variables (`--resume`); its saved outputs were kept. */
  again?: boolean;
}

export type RunEvent =
  | { kind: "cellStart"; index: number; title: string; cell: CodeCell; again: boolean }
  | { kind: "cellEnd"; report: CellReport; cell: CodeCell }
  /** A save between cells failed; the run goes on and the next save tries again. */
  | { kind: "unsaved"; error: NotebookError };

export interface RunReport {
  status: "completed" | "failed" | "interrupted";
  /** The code cells that were come to, in order. */
  cells: CellReport[];
  elapsedMs: number;
}
