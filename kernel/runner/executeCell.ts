import type { ErrorOutput, Output } from "../notebook/index.ts";
import type { CellError, ExecuteOutcome } from "../session/index.ts";
import type { CellSession } from "./CellSession.ts";
import { OutputCollector } from "./OutputCollector.ts";
import type { DisplayRegistry } from "./OutputCollector.ts";
import type { CellStatus } from "./RunEvent.ts";

export interface CellOutcome {
  status: Exclude<CellStatus, "expected" | "skipped">;
  outputs: Output[];
  error?: CellError;
  /** True when the cell did not answer the interrupt: the session is of no use any more. */
  lost: boolean;
}

/** How long a cell may take to answer an interrupt. Work that saves its state first (a training run) gets the first half
 *  of it; then it is interrupted again. */
const graceMs = 10_000;

/** Runs one cell to its end, its time limit, or the user's wish to stop. */
export async function executeCell(
  session: CellSession,
  code: string,
  options: {
    executionCount: number;
    displays: DisplayRegistry;
    /** No limit when absent. */
    timeoutMs?: number | undefined;
    signal?: AbortSignal | undefined;
    /** Default 10 s. */
    graceMs?: number | undefined;
  },
): Promise<CellOutcome> {
  const collector = new OutputCollector(options.displays);
  const stopped = new AbortController();
  const execution = session.execute(code, {
    executionCount: options.executionCount,
    onEvent: (event) => {
      if (!stopped.signal.aborted) collector.add(event);
    },
  });
  const ended = execution.then(
    (outcome) => ({ kind: "ended" as const, outcome }),
    (error: unknown) => ({ kind: "ended" as const, outcome: crashed(error, options.executionCount) }),
  );
  const done = new AbortController();
  const first = await Promise.race([ended, ...limits(options, done.signal)]);
  done.abort();
  let outcome: ExecuteOutcome | undefined;
  if (first.kind === "ended") outcome = first.outcome;
  else {
    session.interrupt();
    const half = (options.graceMs ?? graceMs) / 2;
    outcome = await within(ended, half);
    if (!outcome) {
      session.interrupt();
      outcome = await within(ended, half);
    }
  }
  // A cell that never ends must not write into a notebook that is already saved.
  stopped.abort();
  const outputs = collector.outputs;
  if (first.kind === "timeout") {
    const error = timeoutError(options.timeoutMs!, outcome === undefined);
    return {
      status: "timeout",
      outputs: [...outputs.filter((output) => output.output_type !== "error"), errorOutput(error)],
      error,
      lost: outcome === undefined,
    };
  }
  const error = outcome?.error;
  const interrupted = options.signal?.aborted === true && outcome?.status !== "ok";
  if (error && !outputs.some((output) => output.output_type === "error")) outputs.push(errorOutput(error));
  return {
    status: interrupted ? "interrupted" : outcome?.status === "ok" ? "ok" : "error",
    outputs,
    ...(error ? { error } : {}),
    lost: outcome === undefined,
  };
}

/** Promises of what may end a cell before its own end; `done` frees their timer and listener. */
function limits(
  options: { timeoutMs?: number | undefined; signal?: AbortSignal | undefined },
  done: AbortSignal,
) {
  const limits: Promise<{ kind: "timeout" | "abort" }>[] = [];
  const { timeoutMs, signal } = options;
  if (timeoutMs !== undefined) limits.push(after(timeoutMs, done).then(() => ({ kind: "timeout" })));
  if (signal) {
    limits.push(
      new Promise((resolve) => {
        const abort = () => resolve({ kind: "abort" });
        if (signal.aborted) abort();
        else signal.addEventListener("abort", abort, { once: true, signal: done });
      }),
    );
  }
  return limits;
}

/** Resolves after so many milliseconds, never when `done` comes first. Node's timers end at 24.8 days; longer is for ever. */
function after(ms: number, done: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (ms > 2 ** 31 - 1) return;
    const timer = setTimeout(resolve, ms);
    done.addEventListener("abort", () => clearTimeout(timer), { once: true });
  });
}

async function within(
  ended: Promise<{ outcome: ExecuteOutcome }>,
  ms: number,
): Promise<ExecuteOutcome | undefined> {
  const done = new AbortController();
  const result = await Promise.race([ended, after(ms, done.signal)]);
  done.abort();
  return result?.outcome;
}

function timeoutError(timeoutMs: number, lost: boolean): CellError {
  const value = `the cell ran longer than ${timeoutMs / 1000} s (--timeout)${lost ? " and did not answer the interrupt" : ""}`;
  return { name: "TimeoutError", value, traceback: [`TimeoutError: ${value}`] };
}

function crashed(error: unknown, executionCount: number): ExecuteOutcome {
  const value = error instanceof Error ? error.message : String(error);
  return {
    status: "error",
    executionCount,
    error: { name: "KernelError", value, traceback: [`KernelError: ${value}`] },
  };
}

function errorOutput({ name, value, traceback }: CellError): ErrorOutput {
  return { output_type: "error", ename: name, evalue: value, traceback };
}
