import { cellTitle, NotebookError, tagsOf } from "../notebook/index.ts";
import type { CodeCell, Notebook } from "../notebook/index.ts";
import type { CellSession } from "./CellSession.ts";
import { executeCell } from "./executeCell.ts";
import type { CellOutcome } from "./executeCell.ts";
import type { DisplayRegistry } from "./OutputCollector.ts";
import { endCell, endNotebook, pendingCell, startCell, startNotebook } from "./papermill.ts";
import type { RunInfo } from "./papermill.ts";
import { takeOver } from "./resume.ts";
import type { CellReport, CellStatus, RunEvent, RunReport } from "./RunEvent.ts";

export interface RunOptions {
  session: CellSession;
  info: RunInfo;
  /** Called after every cell and at the end; the notebook is then as it should be on disk. */
  save: (notebook: Notebook) => Promise<void>;
  /** Longest time for one cell. Default: none. */
  timeoutMs?: number | undefined;
  /** Default false: the first cell that fails ends the run. */
  allowErrors?: boolean | undefined;
  /** A notebook that an earlier run left: go on after its last good cell. */
  earlier?: Notebook | undefined;
  /** Aborted: the running cell is interrupted and the run ends. */
  signal?: AbortSignal | undefined;
  onEvent?: (event: RunEvent) => void;
  /** The time of day, for the notebook's metadata. Default: the clock. */
  now?: () => Date;
  /** How long a cell may take to answer an interrupt. Default 10 s. */
  graceMs?: number | undefined;
}

/** Runs the notebook's cells in order and fills in their outputs; `notebook` itself is changed.
 *  Tags are honoured: `raises-exception` (may fail), `skip-execution` (left as it is).
 *  @returns how each cell ended; a failed cell is a status, not a throw
 *  @throws {NotebookError} when the last save fails */
export async function runNotebook(notebook: Notebook, options: RunOptions): Promise<RunReport> {
  const { session, save, signal, onEvent = () => {}, now = () => new Date() } = options;
  const started = now();
  const firstNew = prepare(notebook, options);
  startNotebook(notebook, options.info, started);
  const displays: DisplayRegistry = new Map();
  const cells: CellReport[] = [];
  let status: RunReport["status"] = "completed";
  const saveBetween = async () => {
    try {
      await save(notebook);
    } catch (error) {
      if (!(error instanceof NotebookError)) throw error;
      onEvent({ kind: "unsaved", error });
    }
  };

  for (const [index, cell] of notebook.cells.entries()) {
    if (cell.cell_type !== "code" || firstNew === notebook.cells.length) continue;
    const again = index < firstNew;
    const title = cellTitle(cell);
    const report = (outcome: Pick<CellReport, "status" | "elapsedMs" | "error">) => {
      const entry: CellReport = { index, id: cell.id, title, ...outcome, ...(again ? { again } : {}) };
      cells.push(entry);
      onEvent({ kind: "cellEnd", report: entry, cell });
    };
    if (isSkipped(cell, again)) {
      report({ status: "skipped", elapsedMs: 0 });
      continue;
    }
    if (signal?.aborted) {
      status = "interrupted";
      break;
    }
    onEvent({ kind: "cellStart", index, title, cell, again });
    const executionCount = again ? (cell.execution_count ?? cells.length + 1) : nextCount(notebook, index);
    const start = now();
    const running = again ? structuredClone(cell) : cell;
    startCell(running, start);
    const outcome = await executeCell(session, cell.source, {
      executionCount,
      displays,
      timeoutMs: options.timeoutMs,
      signal,
      graceMs: options.graceMs,
    });
    const end = now();
    const cellStatus = judge(cell, outcome);
    const good = cellStatus === "ok" || cellStatus === "expected";
    if (!again || !good) {
      cell.outputs = outcome.outputs;
      cell.execution_count = executionCount;
      cell.metadata = running.metadata;
      endCell(cell, start, end, cellStatus);
    }
    report({
      status: cellStatus,
      elapsedMs: end.getTime() - start.getTime(),
      ...(outcome.error ? { error: outcome.error } : {}),
    });
    await saveBetween();
    if (signal?.aborted) status = "interrupted";
    else if (!good) status = "failed";
    if (signal?.aborted || outcome.lost || (!good && !options.allowErrors)) break;
  }

  const ended = now();
  endNotebook(notebook, started, ended, status === "failed");
  await save(notebook);
  return { status, cells, elapsedMs: ended.getTime() - started.getTime() };
}

/** Empties the cells that are to run. Returns the position from which cells are new. */
function prepare(notebook: Notebook, { earlier }: RunOptions): number {
  const firstNew = earlier ? takeOver(notebook, earlier) : 0;
  for (const cell of notebook.cells.slice(firstNew)) {
    if (cell.cell_type === "code" && !tagsOf(cell).includes("skip-execution")) pendingCell(cell);
  }
  return firstNew;
}

function isSkipped(cell: CodeCell, again: boolean): boolean {
  const tags = tagsOf(cell);
  return (
    cell.source.trim() === "" || tags.includes("skip-execution") || (again && tags.includes("skip-on-resume"))
  );
}

function nextCount(notebook: Notebook, index: number): number {
  const before = notebook.cells
    .slice(0, index)
    .map((cell) => (cell.cell_type === "code" ? (cell.execution_count ?? 0) : 0));
  return Math.max(0, ...before) + 1;
}

function judge(cell: CodeCell, { status }: CellOutcome): CellStatus {
  return status === "error" && tagsOf(cell).includes("raises-exception") ? "expected" : status;
}
