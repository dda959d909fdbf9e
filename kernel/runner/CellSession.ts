import type { ExecuteOptions, ExecuteOutcome } from "../session/index.ts";

/** What the runner needs of a session: `Session` has it, and so has a test's stand-in. */
export interface CellSession {
  execute(code: string, options: ExecuteOptions): Promise<ExecuteOutcome>;
  interrupt(): void;
  shutdown(): Promise<void>;
}
