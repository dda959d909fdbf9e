import { CellSyntaxError, compileCell, RenamedGlobals } from "../compile/index.ts";
import type { CompiledCell } from "../compile/index.ts";
import { Evaluator } from "../evaluator/index.ts";
import type { CellOutcome, EvaluatorDeath, EvaluatorReport } from "../evaluator/index.ts";
import { describeDeath } from "./describeDeath.ts";
import { cellLabel, formatNotice, formatOutcome, formatSyntaxError, formatThrown } from "./formatError.ts";
import { isComplete } from "./isComplete.ts";
import { LookUps } from "./LookUps.ts";
import type { SessionEvent } from "./SessionEvent.ts";
import type {
  CellError,
  CompletionReply,
  ExecuteOptions,
  ExecuteOutcome,
  IsCompleteReply,
  SessionOptions,
} from "./SessionOptions.ts";
import { StreamBatcher } from "./StreamBatcher.ts";
import { TypeGate } from "./TypeGate.ts";

/** The cell that runs now. */
interface Running {
  cell: number;
  executionCount: number;
  onEvent: (event: SessionEvent) => void;
  end: (error: CellError | undefined) => void;
}

/** Runs the cells of one notebook, one after another, in a process that may die without harm to this one. */
export class Session {
  readonly #options: SessionOptions;
  readonly #batcher: StreamBatcher;
  readonly #types: TypeGate;
  readonly #lookUps: LookUps;
  #evaluator: Evaluator;
  #ready: Promise<void>;
  #onReady: () => void = () => {};
  #renamed = new RenamedGlobals();
  #sources = new Map<string, string>();
  #running: Running | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #nextCell = 1;
  #executionCount = 0;
  #isShutDown = false;
  #expectedDeath: (() => void) | undefined;

  /** Resolves when the process that runs the cells is up. @throws {Error} when it cannot be started */
  static async start(options: SessionOptions): Promise<Session> {
    const session = new Session(options);
    await session.#ready;
    return session;
  }

  /** Like `start`, without waiting: what is executed meanwhile runs as soon as it can. */
  constructor(options: SessionOptions) {
    this.#options = options;
    this.#batcher = new StreamBatcher((name, text) => this.#emit({ kind: "stream", name, text }));
    this.#types = new TypeGate(options, (event) => this.#emit(event));
    this.#lookUps = new LookUps({
      ask: async (question) => {
        // It would be answered when the cell is done, when nobody waits any more.
        if (this.#running) return false;
        await this.#ready;
        this.#evaluator.send(question);
        return true;
      },
      checker: () => this.#types.checker,
    });
    this.#ready = new Promise((resolve) => {
      this.#onReady = resolve;
    });
    this.#evaluator = this.#spawn();
    // Loads the compiler while that process starts.
    setImmediate(() => compileCell(""));
  }

  /** Number of the last cell that got one. */
  get executionCount(): number {
    return this.#executionCount;
  }

  /** Runs a cell when those before it are done. Every event comes before the promise resolves; it never rejects. */
  async execute(code: string, options: ExecuteOptions): Promise<ExecuteOutcome> {
    const turn = this.#queue.then(async () => this.#execute(code, options));
    this.#queue = turn.catch(() => {});
    return turn;
  }

  /** Stops the running cell: a cooperative section ends by itself, anything else within milliseconds. Variables stay. */
  interrupt(): void {
    if (this.#running) this.#evaluator.interrupt(this.#running.cell);
  }

  /** A fresh process: variables are gone, a running cell ends in an error, the count starts again. */
  async restart(): Promise<void> {
    await this.#end();
    this.#executionCount = 0;
    this.#sources.clear();
    this.#startAgain();
    await this.#ready;
  }

  async shutdown(): Promise<void> {
    if (this.#isShutDown) return;
    this.#isShutDown = true;
    await Promise.all([this.#end(), this.#types.close()]);
  }

  /** Holds or lets flow what cells print, for a reader that cannot keep up; held, a printing cell waits. */
  flow(isOpen: boolean): void {
    this.#evaluator.flow(isOpen);
  }

  /** @param cursor  offset in UTF-16 units */
  async complete(code: string, cursor: number): Promise<CompletionReply> {
    return this.#lookUps.complete(code, cursor);
  }

  /** What is known about the name at the cursor, as plain text; `undefined` when nothing. */
  async inspect(code: string, cursor: number): Promise<string | undefined> {
    return this.#lookUps.inspect(code, cursor);
  }

  isComplete(code: string): IsCompleteReply {
    return isComplete(code);
  }

  async #execute(code: string, options: ExecuteOptions): Promise<ExecuteOutcome> {
    const silent = options.silent ?? false;
    const numbered = !silent && (options.storeHistory ?? true);
    const executionCount = options.executionCount ?? this.#executionCount + (numbered ? 1 : 0);
    if (numbered) this.#executionCount = executionCount;
    if (this.#isShutDown) return { status: "aborted", executionCount };
    const fail = (error: CellError): ExecuteOutcome => {
      if (!silent) options.onEvent({ kind: "error", ...error });
      return { status: "error", executionCount, error };
    };

    const label = cellLabel(executionCount);
    this.#sources.set(label, code);
    let compiled: CompiledCell;
    try {
      compiled = compileCell(code, this.#renamed);
    } catch (error) {
      if (error instanceof CellSyntaxError) return fail(formatSyntaxError(error, code, executionCount));
      throw error;
    }
    await this.#ready;
    const refusal = numbered
      ? await this.#types.refusal(code, compiled.imports, executionCount, options.onEvent)
      : undefined;
    if (refusal) return fail(refusal);
    const error = await new Promise<CellError | undefined>((end) => {
      const cell = this.#nextCell++;
      this.#running = { cell, executionCount, onEvent: options.onEvent, end };
      const allowStdin = options.allowStdin ?? false;
      this.#evaluator.send({
        kind: "execute",
        cell,
        label,
        code: compiled.code,
        map: compiled.map,
        silent,
        allowStdin,
      });
    });
    this.#batcher.flush();
    this.#running = undefined;
    return error ? fail(error) : { status: "ok", executionCount };
  }

  #hear(report: EvaluatorReport): void {
    if (report.kind === "stream") return this.#batcher.add(report.name, report.text);
    // What was printed before comes before.
    this.#batcher.flush();
    const running = this.#running;
    switch (report.kind) {
      case "ready":
        // Not before: the two would compete for the processor while the user waits for the first cell.
        this.#types.open();
        return this.#onReady();
      case "display":
      case "update":
      case "clear":
        return this.#emit(report);
      case "result":
        if (running) this.#emit({ ...report, executionCount: running.executionCount });
        return;
      case "input": {
        const answer = (text: string): void => this.#evaluator.send({ kind: "answer", id: report.id, text });
        return this.#emit({ kind: "input", prompt: report.prompt, password: report.password, answer });
      }
      case "which-types":
        void this.#answerTypes(report.id, report.specifier, report.names);
        return;
      case "done":
        if (running?.cell !== report.cell) return;
        void this.#endCell(running, report.outcome);
        return;
      case "late-error": {
        const { traceback } = formatThrown(report.thrown, this.#sourceOf);
        return this.#emit({ kind: "stream", name: "stderr", text: `Uncaught ${traceback.join("\n")}\n` });
      }
      case "names":
      case "description":
        return this.#lookUps.hear(report);
      case "exiting":
        return;
    }
  }

  async #answerTypes(id: number, specifier: string, names: string[]): Promise<void> {
    const evaluator = this.#evaluator;
    const types = await this.#types.checker?.typesAmong(specifier, names);
    evaluator.send({ kind: "types", id, types });
  }

  async #endCell(running: Running, outcome: CellOutcome): Promise<void> {
    await this.#evaluator.drained();
    running.end(formatOutcome(outcome, this.#sourceOf));
  }

  readonly #sourceOf = (label: string): string | undefined => this.#sources.get(label);

  #emit(event: SessionEvent): void {
    if (this.#running) this.#running.onEvent(event);
    else this.#options.onLateEvent?.(event);
  }

  #spawn(): Evaluator {
    const { cwd, env, memoryLimitMb } = this.#options;
    return new Evaluator({
      cwd,
      env,
      memoryLimitMb,
      onReport: (report) => this.#hear(report),
      onDeath: (death) => this.#mourn(death),
    });
  }

  #startAgain(): void {
    this.#renamed = new RenamedGlobals();
    this.#types.reset();
    this.#ready = new Promise((resolve) => {
      this.#onReady = resolve;
    });
    this.#evaluator = this.#spawn();
  }

  #mourn(death: EvaluatorDeath): void {
    this.#batcher.flush();
    this.#lookUps.abandon();
    if (this.#expectedDeath) {
      this.#running?.end(
        formatNotice("Restarted", "the kernel was restarted or shut down while the cell ran."),
      );
      return this.#expectedDeath();
    }
    const error = describeDeath(death);
    this.#startAgain();
    if (this.#running) this.#running.end(error);
    else this.#emit({ kind: "stream", name: "stderr", text: `${error.traceback.join("\n")}\n` });
  }

  /** Ends the process: asks, then kills. */
  async #end(): Promise<void> {
    const evaluator = this.#evaluator;
    await new Promise<void>((resolve) => {
      this.#expectedDeath = resolve;
      evaluator.send({ kind: "exit" });
      // A busy cell does not hear.
      const timer = setTimeout(() => evaluator.kill(), this.#running ? 50 : 1000);
      timer.unref();
    });
    this.#expectedDeath = undefined;
    // Servers and other processes that its cells started end with it.
    evaluator.kill();
  }
}
