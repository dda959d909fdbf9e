import { toMimeBundle } from "../display/index.ts";
import type { MimeBundle } from "../session/index.ts";
import { CellInspector } from "./CellInspector.ts";
import type { Completion } from "./CellInspector.ts";
import { describeThrown } from "./describeThrown.ts";
import { Importer } from "./Importer.ts";
import { phases, shared } from "./messages.ts";
import type { CellOutcome, EvaluatorCommand } from "./messages.ts";
import { report } from "./report.ts";
import { cellUrl, registerSource } from "./stackTraces.ts";

/** Runs cells one after another and reports what they do. Code of the user's, also that behind a result's look, runs inside
 *  the inspector's evaluation: being stopped there leaves this class whole. */
export class CellRunner {
  readonly #inspector = new CellInspector();
  readonly importer: Importer;
  #cell = -1;
  #result: { value: unknown } | undefined;
  #pending = new Set<Promise<unknown>>();
  #stop: (() => void) | undefined;
  #answers = new Map<number, (text: string) => void>();
  #allowStdin = false;
  #nextInput = 0;

  /** @param memory  shared with the interrupt thread, see `shared` */
  constructor(
    cwd: string,
    private readonly memory: Int32Array,
  ) {
    this.importer = new Importer(cwd, (file) => {
      report({ kind: "stream", name: "stderr", text: `roux: loaded ${file} again, it has changed.\n` });
    });
    Object.defineProperty(globalThis, "__roux", { value: this.#compiledCellsCall(), enumerable: false });
  }

  async execute({
    cell,
    label,
    code,
    map,
    silent,
    allowStdin,
  }: Extract<EvaluatorCommand, { kind: "execute" }>): Promise<void> {
    const url = cellUrl(cell);
    registerSource(url, label, code, map);
    this.#cell = cell;
    this.#allowStdin = allowStdin;
    this.#result = undefined;
    const stopped = new Promise<Completion>((resolve) => {
      this.#stop = () => resolve({ kind: "terminated" });
    });
    // Not an async function: stopping a loop in a microtask drops all microtasks that wait, and none may be ours.
    const run = (text: string): Promise<Completion> =>
      Promise.race([this.#inspector.evaluate(text, url), stopped]);
    Atomics.store(this.memory, shared.phase, phases.running);
    let completion = await run(`${code}\n//# sourceURL=${url}`);
    if (completion.kind === "ok" && this.#result !== undefined && !silent)
      completion = await run("await __roux.show()");
    if (completion.kind === "ok" && this.#pending.size > 0) completion = await run("await __roux.settle()");
    await this.#leave();
    this.#stop = undefined;
    this.#result = undefined;
    this.#pending.clear();
    report({ kind: "done", cell, outcome: outcomeOf(completion) });
  }

  /** Ends the phase in which the interrupt thread may stop this thread. A stop under way is let hit a loop made for it. */
  async #leave(): Promise<void> {
    const phase = Atomics.compareExchange(this.memory, shared.phase, phases.running, phases.idle);
    if (phase === phases.stopping) await this.#inspector.evaluate("__roux.absorb()", "absorb");
    Atomics.store(this.memory, shared.phase, phases.idle);
    // Sections that a stopped cell left open are over.
    Atomics.store(this.memory, shared.sections, 0);
    Atomics.store(this.memory, shared.stopFlag, 0);
  }

  /** Ends the wait of the running cell, if it is this one. */
  interrupt(cell: number): void {
    if (cell === this.#cell) this.#stop?.();
  }

  answer(id: number, text: string): void {
    this.#answers.get(id)?.(text);
    this.#answers.delete(id);
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
    this.#pending.add(shown);
    return shown;
  }

  async input(prompt: string, password: boolean): Promise<string> {
    if (!this.#allowStdin) {
      throw new Error(
        "input: expected a front end that can ask the user, this one cannot. Write the value into the cell instead.",
      );
    }
    const id = this.#nextInput++;
    report({ kind: "input", id, prompt, password });
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  #compiledCellsCall(): object {
    return Object.freeze({
      meta: { url: this.importer.base, dirname: process.cwd(), filename: undefined },
      import: async (specifier: unknown, _options?: unknown, required?: string[]) =>
        this.importer.import(String(specifier), required),
      result: (value: unknown) => {
        this.#result = { value };
      },
      show: () => {
        const { value } = this.#result!;
        if (value === undefined) return undefined;
        const bundle = toMimeBundle(value);
        const send = (data: MimeBundle): void => report({ kind: "result", data, metadata: {} });
        return bundle instanceof Promise ? bundle.then(send) : send(bundle);
      },
      absorb: () => {
        const end = performance.now() + 100;
        while (Atomics.load(this.memory, shared.phase) === phases.stopping && performance.now() < end);
      },
      settle: async () => Promise.all(this.#pending),
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
