import type { TypeChecker } from "../compile/index.ts";
import type { EvaluatorCommand, EvaluatorReport } from "../evaluator/index.ts";
import { lookUpAt } from "./lookUpAt.ts";
import type { CompletionReply } from "./SessionOptions.ts";

type Question = Extract<EvaluatorCommand, { kind: "names" | "describe" }>;
type Answer = Extract<EvaluatorReport, { kind: "names" | "description" }>;

export interface LookUpSources {
  /** Sends a question to the process that runs the cells, when that is up.
   *  @returns `false` when it cannot answer now */
  ask: (question: Question) => Promise<boolean>;
  checker: () => TypeChecker | undefined;
}

/** Answers what an editor asks while the user types, from values and from types. */
export class LookUps {
  readonly #sources: LookUpSources;
  readonly #waiting = new Map<number, (answer: Answer | undefined) => void>();
  #nextId = 1;

  constructor(sources: LookUpSources) {
    this.#sources = sources;
  }

  /** @param cursor  offset in UTF-16 units */
  async complete(code: string, cursor: number): Promise<CompletionReply> {
    const { expression, start, prefix } = lookUpAt(code, cursor, "complete");
    const [answer, typed] = await Promise.all([
      expression === undefined ? undefined : this.#ask("names", expression),
      this.#sources.checker()?.complete(code, cursor),
    ]);
    const valued = answer?.kind === "names" ? answer.names : [];
    // From the types first: they know more; the value knows what has no type.
    const known = new Map([...valued, ...(typed ?? [])].map((entry) => [entry.name, entry]));
    const names = [...known.values()].filter(
      ({ name }) => name.startsWith(prefix) && !name.startsWith("$types"),
    );
    names.sort(
      (a, b) =>
        Number(a.name.startsWith("_")) - Number(b.name.startsWith("_")) || a.name.localeCompare(b.name),
    );
    const matches = names.map(({ name }) => name);
    return { matches, start, end: cursor, types: names.map(({ type }) => type) };
  }

  /** What is known about the name at the cursor, as plain text; `undefined` when nothing. */
  async inspect(code: string, cursor: number): Promise<string | undefined> {
    const { expression, start } = lookUpAt(code, cursor, "inspect");
    if (!expression) return undefined;
    const [answer, typed] = await Promise.all([
      this.#ask("describe", expression),
      this.#sources.checker()?.describe(code, Math.max(0, start + expression.length - 1)),
    ]);
    const text = answer?.kind === "description" ? answer.text : undefined;
    return [typed, text].filter((part) => part !== undefined).join("\n\n") || undefined;
  }

  hear(answer: Answer): void {
    this.#waiting.get(answer.id)?.(answer);
    this.#waiting.delete(answer.id);
  }

  /** Nobody answers any more. */
  abandon(): void {
    for (const settle of this.#waiting.values()) settle(undefined);
    this.#waiting.clear();
  }

  async #ask(kind: Question["kind"], expression: string): Promise<Answer | undefined> {
    const id = this.#nextId++;
    if (!(await this.#sources.ask({ kind, id, expression }))) return undefined;
    // The answer comes in a later turn at the earliest.
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }
}
