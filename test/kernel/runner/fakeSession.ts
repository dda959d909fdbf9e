import type { CellSession } from "../../../kernel/runner/index.ts";
import type {
  CellError,
  ExecuteOptions,
  ExecuteOutcome,
  SessionEvent,
} from "../../../kernel/session/index.ts";

export type Behaviour = (
  code: string,
  emit: (event: SessionEvent) => void,
  interrupted: Promise<void>,
) => Promise<CellError | void> | CellError | void;

/** A session whose cells do what a test says; remembers what it was asked to run. */
export class FakeSession implements CellSession {
  readonly executed: string[] = [];
  interrupts = 0;
  #interrupt = () => {};

  constructor(readonly behaviour: Behaviour = () => {}) {}

  async execute(code: string, options: ExecuteOptions): Promise<ExecuteOutcome> {
    this.executed.push(code);
    const interrupted = new Promise<void>((resolve) => {
      this.#interrupt = resolve;
    });
    const error = await this.behaviour(code, options.onEvent, interrupted);
    const executionCount = options.executionCount ?? 0;
    if (!error) return { status: "ok", executionCount };
    options.onEvent({ kind: "error", ...error });
    return { status: "error", executionCount, error };
  }

  interrupt(): void {
    this.interrupts++;
    this.#interrupt();
  }

  async shutdown(): Promise<void> {}
}

export const thrown = (value: string): CellError => ({
  name: "Error",
  value,
  traceback: [`Error: ${value}`],
});
