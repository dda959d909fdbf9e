import path from "node:path";
import { Worker } from "node:worker_threads";
import type { TypeDiagnostic } from "./TypeScriptProject.ts";

export type CheckerRequest =
  | { kind: "check"; id: number; code: string }
  | { kind: "accept"; code: string }
  | { kind: "complete"; id: number; code: string; at: number }
  | { kind: "describe"; id: number; code: string; at: number }
  | { kind: "types"; id: number; specifier: string; names: string[] }
  | { kind: "reset" }
  | { kind: "close" };

export type CheckerAnswer =
  | { kind: "ready" }
  | { kind: "checked"; id: number; diagnostics: TypeDiagnostic[] }
  | { kind: "completed"; id: number; entries: { name: string; type: string }[] }
  | { kind: "described"; id: number; text: string | undefined }
  | { kind: "found"; id: number; types: string[] }
  | { kind: "failed"; id: number; message: string };

/** How long a cell waits for its types: while the checker starts, with imports that are new to it, and otherwise. */
const patienceMs = { starting: 0, newImports: 50, warm: 2000 };
/** The same where nobody waits for the first cell, but a wrong one must not run. */
const headlessPatienceMs = 60_000;

/** Checks cells across cells, in a thread. When the thread fails, cells run unchecked: types are a help, not a condition. */
export class TypeChecker {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (answer: CheckerAnswer | undefined) => void>();
  readonly #knownImports = new Set<string>();
  #nextId = 1;
  #isReady = false;
  #isDead = false;

  constructor(cwd: string) {
    const isSource = import.meta.url.endsWith(".ts");
    const installation = path.resolve(import.meta.dirname, isSource ? "../../.." : "../../../..");
    const entry = new URL(
      isSource ? "../../../dist/kernel/compile/types/checkerThread.js" : "./checkerThread.js",
      import.meta.url,
    );
    this.#worker = new Worker(entry, { workerData: { cwd, installation }, execArgv: [] });
    this.#worker.unref();
    this.#worker.on("message", (answer: CheckerAnswer) => {
      if (answer.kind === "ready") {
        this.#isReady = true;
        return;
      }
      this.#waiting.get(answer.id)?.(answer.kind === "failed" ? undefined : answer);
      this.#waiting.delete(answer.id);
    });
    const die = (): void => {
      this.#isDead = true;
      for (const settle of this.#waiting.values()) settle(undefined);
      this.#waiting.clear();
    };
    this.#worker.on("error", die);
    this.#worker.on("exit", die);
  }

  /** @param imports  module specifiers of the cell   @param isHeadless  whether to wait for the answer in any case
   *  @returns the diagnostics when they come soon enough; else `late`, and `undefined` if the check fails */
  async check(
    code: string,
    imports: readonly string[],
    isHeadless = false,
  ): Promise<{ diagnostics: TypeDiagnostic[] } | { late: Promise<TypeDiagnostic[]> }> {
    const knows = imports.every((specifier) => this.#knownImports.has(specifier));
    const patience = this.#isReady ? (knows ? "warm" : "newImports") : "starting";
    const checked = this.#ask((id) => ({ kind: "check", id, code })).then((answer) => {
      for (const specifier of imports) this.#knownImports.add(specifier);
      return answer?.kind === "checked" ? answer.diagnostics : [];
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), isHeadless ? headlessPatienceMs : patienceMs[patience]);
    });
    const diagnostics = await Promise.race([checked, late]);
    clearTimeout(timer);
    return diagnostics ? { diagnostics } : { late: checked };
  }

  /** @param at  offset in UTF-16 units */
  async complete(code: string, at: number): Promise<{ name: string; type: string }[]> {
    const answer = await this.#askSoon((id) => ({ kind: "complete", id, code, at }));
    return answer?.kind === "completed" ? answer.entries : [];
  }

  async describe(code: string, at: number): Promise<string | undefined> {
    const answer = await this.#askSoon((id) => ({ kind: "describe", id, code, at }));
    return answer?.kind === "described" ? answer.text : undefined;
  }

  /** Which of these exports of a module are types only; `undefined` when the checker failed. */
  async typesAmong(specifier: string, names: string[]): Promise<string[] | undefined> {
    const answer = await this.#ask((id) => ({ kind: "types", id, specifier, names }));
    return answer?.kind === "found" ? answer.types : undefined;
  }

  /** Takes in what a cell declares, once it runs. */
  accept(code: string): void {
    if (!this.#isDead) this.#send({ kind: "accept", code });
  }

  /** Forgets all cells. */
  reset(): void {
    if (!this.#isDead) this.#send({ kind: "reset" });
  }

  async close(): Promise<void> {
    if (this.#isDead) return;
    this.#send({ kind: "close" });
    const timer = setTimeout(() => void this.#worker.terminate(), 500);
    await new Promise((resolve) => this.#worker.once("exit", resolve));
    clearTimeout(timer);
  }

  #send(request: CheckerRequest): void {
    this.#worker.postMessage(request, []);
  }

  async #ask(make: (id: number) => CheckerRequest): Promise<CheckerAnswer | undefined> {
    if (this.#isDead) return undefined;
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#send(make(id));
    });
  }

  /** A front end that asks while typing gives up after a second or so. */
  async #askSoon(make: (id: number) => CheckerRequest): Promise<CheckerAnswer | undefined> {
    if (!this.#isReady) return undefined;
    return Promise.race([
      this.#ask(make),
      new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 1000).unref()),
    ]);
  }
}
