import type { SessionEvent } from "./SessionEvent.ts";

/** What happens on a type error: the cell does not run, it runs with a warning, or types are not checked. */
export type TypeCheckMode = "error" | "warn" | "off";

export interface SessionOptions {
  /** Folder that cells run in: relative paths and packages are found from here. */
  cwd: string;
  /** Default `"error"`. */
  typeCheck?: TypeCheckMode;
  /** Nobody sits before it: a cell waits for its types as long as they take, the first one too. Default false. */
  headless?: boolean;
  /** Added to the environment of the process that runs the cells. */
  env?: Record<string, string>;
  /** Limit of the JavaScript heap; default is Node's own. */
  memoryLimitMb?: number;
  /** Output that comes while no cell runs (timers, servers of earlier cells); without a listener it is dropped. */
  onLateEvent?: (event: SessionEvent) => void;
}

export interface ExecuteOptions {
  /** Number shown as `[n]`; default: one more than the last. */
  executionCount?: number;
  /** Default false: the result is shown and the count goes up. */
  silent?: boolean;
  /** Default `!silent`: the cell gets a number of its own. */
  storeHistory?: boolean;
  /** Default false: `await input()` is an error. */
  allowStdin?: boolean;
  onEvent: (event: SessionEvent) => void;
}

export interface ExecuteOutcome {
  status: "ok" | "error" | "aborted";
  executionCount: number;
  /** Present when `status` is `"error"`; also sent as an event before. */
  error?: CellError;
}

/** Why a cell failed, ready to show: lines of `traceback` may hold ANSI colours, the rest is plain text. */
export interface CellError {
  name: string;
  value: string;
  traceback: string[];
}

/** What a front end offers while the user types. Positions are UTF-16 offsets into the code. */
export interface CompletionReply {
  matches: string[];
  start: number;
  end: number;
  /** One entry per match where known: `"function"`, `"property"`, … */
  types: (string | undefined)[];
}

export interface IsCompleteReply {
  status: "complete" | "incomplete" | "invalid" | "unknown";
  /** Indent of the next line; only with `"incomplete"`. */
  indent?: string;
}
