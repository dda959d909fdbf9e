import { toMimeBundle } from "../display/index.ts";
import type { MimeBundle } from "../display/index.ts";
import { CellInspector } from "./CellInspector.ts";
import type { Completion } from "./CellInspector.ts";
import { describeThrown } from "./describeThrown.ts";
import { Importer } from "./Importer.ts";
import { shared } from "./messages.ts";
import type { CellOutcome, EvaluatorCommand } from "./messages.ts";
import { report } from "./report.ts";
import { cellUrl, registerSource } from "./stackTraces.ts";

/** The cell that runs. */
interface Run {
  cell: number;
  allowStdin: boolean;
  result: { value: unknown } | undefined;
  /** Displays that are not ready yet. */
  pending: Set<Promise<unknown>>;
}

/** Runs cells one after another and reports what they do. Code of the user's, also that behind a result's look, runs inside
 *  the inspector's evaluation: being stopped there leaves this class whole. */
export class CellRunner {
  readonly #inspector = new CellInspector();
  readonly importer: Importer;
  #run: Run | undefined;
  #cancelled = 0;
  #answers = new Map<number, (text: string) => void>();
  #typeAnswers = new Map<number, (types: string[] | undefined) => void>();
  #nextQuestion = 0;

  /** @param memory  shared with the interrupt thread, see `shared` */
  constructor(
    cwd: string,
    private readonly memory: Int32Array,
    private readonly onDone: (cell: number, outcome: CellOutcome) => void,
  ) {
    this.importer = new Importer(cwd, {
      onReload: (file) =>
        report({ kind: "stream", name: "stderr", text: `roux: loaded ${file} again, it has changed.\n` }),
      whichTypes: async (specifier, names) => {
        const id = this.#nextQuestion++;
        report({ kind: "which-types", id, specifier, names });
        return new Promise((resolve) => this.#typeAnswers.set(id, resolve));
      },
    });
    Object.defineProperty(globalThis, "__roux", { value: this.#compiledCellsCall(), enumerable: false });
  }

  execute({
    cell,
    label,
    code,
    map,
    silent,
    allowStdin,
  }: Extract<EvaluatorCommand, { kind: "execute" }>): void {
    const url = cellUrl(cell);
    registerSource(url, label, code, map);
    const run: Run = { cell, allowStdin, result: undefined, pending: new Set() };
    this.#run = run;
    Atomics.store(this.memory, shared.running, cell);
    if (this.#cancelled === cell) return this.#finish(run, { kind: "interrupted" });
    const steps: { code: string; isNeeded: () => boolean }[] = [
      { code: `${code}\n//# sourceURL=${url}`, isNeeded: () => true },
      { code: "await __roux.show()", isNeeded: () => run.result !== undefined && !silent },
      { code: "await __roux.settle()", isNeeded: () => run.pending.size > 0 },
    ];
    const next = (completion: Completion): void => {
      if (this.#run !== run) return;
      if (completion.kind !== "ok") return this.#finish(run, outcomeOf(completion));
      const step = steps.shift();
      if (!step) return this.#finish(run, { kind: "ok" });
      if (step.isNeeded()) this.#inspector.evaluate(step.code, url, next);
      else next(completion);
    };
    next({ kind: "ok" });
  }

  /** Ends this cell: the one that runs, also when it was stopped so that it cannot end by itself, or one still to come. */
  interrupt(cell: number): void {
    if (this.#run?.cell === cell) this.#finish(this.#run, { kind: "interrupted" });
    else if (cell > Atomics.load(this.memory, shared.finished)) this.#cancelled = cell;
  }

  /** May be cut off at any point by a stop; it is called again then. Only the last line makes the cell's end final. */
  #finish(run: Run, outcome: CellOutcome): void {
    Atomics.store(this.memory, shared.running, 0);
    // A stop under way is let hit a loop made for it.
    if (Atomics.load(this.memory, shared.stopping) === 1) this.#inspector.runStoppable("__roux.absorb()");
    // Sections that a stopped cell left open are over.
    Atomics.store(this.memory, shared.sections, 0);
    Atomics.store(this.memory, shared.stopFlag, 0);
    this.onDone(run.cell, outcome);
    this.#run = undefined;
    Atomics.store(this.memory, shared.finished, run.cell);
  }

  answer(id: number, text: string): void {
    this.#answers.get(id)?.(text);
    this.#answers.delete(id);
  }

  answerTypes(id: number, types: string[] | undefined): void {
    this.#typeAnswers.get(id)?.(types);
    this.#typeAnswers.delete(id);
  }

  /** Shows a value below the running cell, now or when its look is ready; the cell waits for that. */
  display(value: unknown, displayId?: string, update = false): void | Promise<void> {
    const send = (data: MimeBundle): void => {
      if (update && displayId !== undefined) report({ kind: "update", data, metadata: {}, displayId });
      else report({ kind: "display", data, metadata: {}, ...(displayId === undefined ? {} : { displayId }) });
    };
    const bundle = toMimeBundle(value);
    if (!(bundle instanceof Promise)) return send(bundle);
    const shown = bundle.then(send);
    this.#run?.pending.add(shown);
    return shown;
  }

  async input(prompt: string, password: boolean): Promise<string> {
    if (!this.#run?.allowStdin) {
      throw new Error(
        "input: expected a front end that can ask the user, this one cannot. Write the value into the cell instead.",
      );
    }
    const id = this.#nextQuestion++;
    report({ kind: "input", id, prompt, password });
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  #compiledCellsCall(): object {
    return Object.freeze({
      meta: { url: this.importer.base, dirname: process.cwd(), filename: undefined },
      import: async (specifier: unknown, _options?: unknown, required?: string[], untold?: string[]) =>
        this.importer.import(String(specifier), required, untold),
      result: (value: unknown) => {
        if (this.#run) this.#run.result = { value };
      },
      show: () => {
        const { value } = this.#run!.result!;
        if (value === undefined) return undefined;
        const bundle = toMimeBundle(value);
        const send = (data: MimeBundle): void => report({ kind: "result", data, metadata: {} });
        return bundle instanceof Promise ? bundle.then(send) : send(bundle);
      },
      absorb: () => {
        const end = performance.now() + 100;
        while (Atomics.load(this.memory, shared.stopping) === 1 && performance.now() < end);
      },
      settle: async () => Promise.all(this.#run?.pending ?? new Set<Promise<unknown>>()),
      catch: (value: unknown) => this.#inspector.catch(value),
    });
  }
}

function outcomeOf(completion: Completion): CellOutcome {
  switch (completion.kind) {
    case "ok":
      return { kind: "ok" };
    case "terminated":
      return { kind: "interrupted" };
    case "thrown":
      return { kind: "thrown", thrown: describeThrown(completion.thrown) };
    default:
      return completion satisfies never;
  }
}
