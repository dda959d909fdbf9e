import fs from "node:fs";
import { encodeReport } from "./frames.ts";
import { killGroup } from "./killGroup.ts";
import type { EvaluatorReport } from "./messages.ts";

/** File descriptors the session opens for the evaluator, beside 1 and 2. */
export const descriptors = { reports: 3, commands: 4, interrupts: 5 } as const;

/** Sends a report at once, by a blocking write: it is out before the next line of user code runs, even in a busy loop
 *  or before a crash, and a flood of output waits for its reader instead of filling memory. */
export function report(message: EvaluatorReport): void {
  const frame = encodeReport(message);
  let written = 0;
  while (written < frame.length) {
    try {
      written += fs.writeSync(descriptors.reports, frame, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EAGAIN") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      else killGroup(process.pid); // The session is gone: there is nobody to run for.
    }
  }
}
