import { TypeChecker } from "../compile/index.ts";
import { formatTypeErrors } from "./formatError.ts";
import type { SessionEvent } from "./SessionEvent.ts";
import type { CellError, SessionOptions, TypeCheckMode } from "./SessionOptions.ts";

/** What a cell must pass before it runs: its types, as strictly as the mode says. Everything is allowed until the checker is
 *  open (a headless session waits for it), and with `"off"`. */
export class TypeGate {
  readonly #cwd: string;
  readonly #mode: TypeCheckMode;
  readonly #isHeadless: boolean;
  readonly #onLate: (event: SessionEvent) => void;
  #checker: TypeChecker | undefined;

  /** @param onLate  told what is found out while the cell runs already, or after it */
  constructor(
    { cwd, typeCheck = "error", headless = false }: Pick<SessionOptions, "cwd" | "typeCheck" | "headless">,
    onLate: (event: SessionEvent) => void,
  ) {
    this.#cwd = cwd;
    this.#mode = typeCheck;
    this.#isHeadless = headless;
    this.#onLate = onLate;
  }

  /** Starts the checker, once. */
  open(): void {
    if (this.#mode !== "off") this.#checker ??= new TypeChecker(this.#cwd);
  }

  /** The checker, for what else types are good for. */
  get checker(): TypeChecker | undefined {
    return this.#checker;
  }

  /** @param imports  module specifiers of the cell   @param onEvent  told warnings
   *  @returns the error of a cell that must not run */
  async refusal(
    code: string,
    imports: readonly string[],
    executionCount: number,
    onEvent: (event: SessionEvent) => void,
  ): Promise<CellError | undefined> {
    if (this.#isHeadless) this.open();
    const checker = this.#checker;
    if (!checker) return undefined;
    const isChecked = !/^\s*\/\/\s*@ts-nocheck\b/.test(code);
    const check = isChecked ? await checker.check(code, imports, this.#isHeadless) : { diagnostics: [] };
    if ("late" in check) {
      checker.accept(code);
      void check.late.then((diagnostics) => {
        if (diagnostics.length > 0)
          this.#onLate(warning(formatTypeErrors(diagnostics, code, executionCount)));
        return undefined;
      });
      return undefined;
    }
    const error =
      check.diagnostics.length > 0 ? formatTypeErrors(check.diagnostics, code, executionCount) : undefined;
    if (error && this.#mode !== "warn") return error;
    if (error) onEvent(warning(error));
    checker.accept(code);
    return undefined;
  }

  /** Forgets what cells declared. */
  reset(): void {
    this.#checker?.reset();
  }

  async close(): Promise<void> {
    await this.#checker?.close();
  }
}

function warning(error: CellError): SessionEvent {
  return { kind: "stream", name: "stderr", text: `${error.traceback.join("\n")}\n` };
}
