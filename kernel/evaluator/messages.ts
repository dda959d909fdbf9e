import type { CellMap } from "../compile/index.ts";
import type { MimeBundle } from "../display/index.ts";

/** What the session asks of the process that runs the cells. One JSON text per line. */
export type EvaluatorCommand =
  | {
      kind: "execute";
      cell: number;
      label: string;
      code: string;
      map: CellMap;
      silent: boolean;
      allowStdin: boolean;
    }
  | { kind: "answer"; id: number; text: string }
  | { kind: "types"; id: number; types: string[] | undefined }
  | { kind: "names"; id: number; expression: string }
  | { kind: "describe"; id: number; expression: string }
  | { kind: "exit" };

/** A thrown value, with its stack already in the user's positions. */
export interface ThrownValue {
  name: string;
  message: string;
  /** Frames from the innermost, one line each without indent; empty when something other than an error was thrown. */
  frames: string[];
  /** The error's own readable fields beside name, message and stack. */
  details?: string;
  cause?: ThrownValue;
  errors?: ThrownValue[];
}

/** How a cell ended. */
export type CellOutcome = { kind: "ok" } | { kind: "interrupted" } | { kind: "thrown"; thrown: ThrownValue };

/** What that process reports. Each is one frame on a pipe of its own, in the order it happened. */
export type EvaluatorReport =
  | { kind: "ready" }
  | { kind: "stream"; name: "stdout" | "stderr"; text: string }
  | { kind: "display"; data: MimeBundle; metadata: MimeBundle; displayId?: string }
  | { kind: "update"; data: MimeBundle; metadata: MimeBundle; displayId: string }
  | { kind: "clear"; wait: boolean }
  | { kind: "result"; data: MimeBundle; metadata: MimeBundle }
  | { kind: "input"; id: number; prompt: string; password: boolean }
  /** Asks which names of a module are types; answered by `types`. */
  | { kind: "which-types"; id: number; specifier: string; names: string[] }
  | { kind: "done"; cell: number; outcome: CellOutcome }
  | { kind: "late-error"; thrown: ThrownValue }
  | { kind: "names"; id: number; names: { name: string; type: string }[] }
  | { kind: "description"; id: number; text: string | undefined }
  | { kind: "exiting"; code: number };

/** Words of the memory shared by the evaluator's main thread and its interrupt thread. */
export const shared = {
  /** Number of open cooperative sections. */
  sections: 0,
  /** 1 once the user asked to stop while a section was open. */
  stopFlag: 1,
  /** Counts the interrupts that the main thread has dealt with. */
  seen: 2,
  /** Cell that runs, 0 between cells. */
  running: 3,
  /** Last cell that was reported as done. */
  finished: 4,
  /** 1 while the main thread may be stopped by force at any moment. */
  stopping: 5,
  words: 6,
} as const;
