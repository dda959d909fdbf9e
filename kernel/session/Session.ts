import { CellSyntaxError, compileCell, RenamedGlobals, TypeChecker } from "../compile/index.ts";
import type { CompiledCell } from "../compile/index.ts";
import { Evaluator } from "../evaluator/index.ts";
import type { CellOutcome, EvaluatorDeath, EvaluatorReport } from "../evaluator/index.ts";
import { describeDeath } from "./describeDeath.ts";
import { cellLabel, formatNotice, formatSyntaxError, formatThrown, formatTypeErrors } from "./formatError.ts";
import { isComplete } from "./isComplete.ts";
import { lookUpAt } from "./lookUpAt.ts";
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
  #evaluator: Evaluator;
  #ready: Promise<void>;
  #onReady: () => void = () => {};
  #renamed = new RenamedGlobals();
  #sources = new Map<string, string>();
  #running: Running | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #nextCell = 1;
  #nextLookUp = 1;
  #lookUps = new Map<number, (report: EvaluatorReport) => void>();
  #executionCount = 0;
  #checker: TypeChecker | undefined;
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
    this.#ready = new Promise((resolve) => {
      this.#onReady = resolve;
    });
    this.#evaluator = this.#spawn();
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
    await Promise.all([this.#end(), this.#checker?.close()]);
  }

  /** Holds or lets flow what cells print, for a reader that cannot keep up; held, a printing cell waits. */
  flow(isOpen: boolean): void {
    this.#evaluator.flow(isOpen);
  }

  /** @param cursor  offset in UTF-16 units */
  async complete(code: string, cursor: number): Promise<CompletionReply> {
    const { expression, start, prefix } = lookUpAt(code, cursor, "complete");
    const reply: CompletionReply = { matches: [], start, end: cursor, types: [] };
    const [report, typed] = await Promise.all([
      expression === undefined
        ? undefined
        : this.#lookUp((id) => this.#evaluator.send({ kind: "names", id, expression })),
      this.#checker?.complete(code, cursor),
    ]);
    const valued = report?.kind === "names" ? report.names : [];
    // From the types first: they know more; the value knows what has no type.
    const known = new Map([...valued, ...(typed ?? [])].map((entry) => [entry.name, entry]));
    const names = [...known.values()].filter(
      ({ name }) => name.startsWith(prefix) && !name.startsWith("$types"),
    );
    names.sort(
      (a, b) =>
        Number(a.name.startsWith("_")) - Number(b.name.startsWith("_")) || a.name.localeCompare(b.name),
    );
    return { ...reply, matches: names.map(({ name }) => name), types: names.map(({ type }) => type) };
  }

  /** What is known about the name at the cursor, as plain text; `undefined` when nothing. */
  async inspect(code: string, cursor: number): Promise<string | undefined> {
    const { expression, start } = lookUpAt(code, cursor, "inspect");
    if (!expression) return undefined;
    const [report, typed] = await Promise.all([
      this.#lookUp((id) => this.#evaluator.send({ kind: "describe", id, expression })),
      this.#checker?.describe(code, Math.max(0, start + expression.length - 1)),
    ]);
    const text = report?.kind === "description" ? report.text : undefined;
    return [typed, text].filter((part) => part !== undefined).join("\n\n") || undefined;
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
      ? await this.#checkTypes(code, compiled.imports, executionCount, options.onEvent)
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

  /** @returns the error of a cell that must not run */
  async #checkTypes(
    code: string,
    imports: readonly string[],
    executionCount: number,
    onEvent: ExecuteOptions["onEvent"],
  ): Promise<CellError | undefined> {
    const checker = this.#checker;
    if (!checker) return undefined;
    const isChecked = !/^\s*\/\/\s*@ts-nocheck\b/.test(code);
    const check = isChecked ? await checker.check(code, imports) : { diagnostics: [] };
    const warn = (error: CellError, emit: (event: SessionEvent) => void): void =>
      emit({ kind: "stream", name: "stderr", text: `${error.traceback.join("\n")}\n` });
    if ("late" in check) {
      checker.accept(code);
      void check.late.then((diagnostics) => {
        if (diagnostics.length > 0)
          warn(formatTypeErrors(diagnostics, code, executionCount), (event) => this.#emit(event));
        return undefined;
      });
      return undefined;
    }
    const error =
      check.diagnostics.length > 0 ? formatTypeErrors(check.diagnostics, code, executionCount) : undefined;
    if (error && this.#options.typeCheck !== "warn") return error;
    if (error) warn(error, onEvent);
    checker.accept(code);
    return undefined;
  }

  #hear(report: EvaluatorReport): void {
    if (report.kind === "stream") return this.#batcher.add(report.name, report.text);
    // What was printed before comes before.
    this.#batcher.flush();
    const running = this.#running;
    switch (report.kind) {
      case "ready":
        // Not before: the two would compete for the processor while the user waits for the first cell.
        if (this.#options.typeCheck !== "off") this.#checker ??= new TypeChecker(this.#options.cwd);
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
        this.#lookUps.get(report.id)?.(report);
        this.#lookUps.delete(report.id);
        return;
      case "exiting":
        return;
    }
  }

  async #answerTypes(id: number, specifier: string, names: string[]): Promise<void> {
    const evaluator = this.#evaluator;
    const types = await this.#checker?.typesAmong(specifier, names);
    evaluator.send({ kind: "types", id, types });
  }

  async #endCell(running: Running, outcome: CellOutcome): Promise<void> {
    await this.#evaluator.drained();
    running.end(this.#errorOf(outcome));
  }

  #errorOf(outcome: CellOutcome): CellError | undefined {
    switch (outcome.kind) {
      case "ok":
        return undefined;
      case "interrupted":
        return formatNotice("Interrupted", "the cell was stopped. Variables keep their values.");
      case "thrown":
        return formatThrown(outcome.thrown, this.#sourceOf);
      default:
        return outcome satisfies never;
    }
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
    this.#checker?.reset();
    this.#ready = new Promise((resolve) => {
      this.#onReady = resolve;
    });
    this.#evaluator = this.#spawn();
  }

  #mourn(death: EvaluatorDeath): void {
    this.#batcher.flush();
    for (const settle of this.#lookUps.values()) settle({ kind: "description", id: 0, text: undefined });
    this.#lookUps.clear();
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

  async #lookUp(ask: (id: number) => void): Promise<EvaluatorReport | undefined> {
    if (this.#running) return undefined; // It would be answered when the cell is done, when nobody waits any more.
    await this.#ready;
    const id = this.#nextLookUp++;
    return new Promise((resolve) => {
      this.#lookUps.set(id, resolve);
      ask(id);
    });
  }
}
