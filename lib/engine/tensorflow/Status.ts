import { EngineError } from "../../errors/index.ts";
import type { CApi, Pointer } from "./CApi.ts";

/** One reusable `TF_Status`: every C call that can fail writes its outcome there. */
export class Status {
  readonly pointer: Pointer;
  readonly #api: CApi;

  constructor(api: CApi) {
    this.#api = api;
    this.pointer = api.newStatus();
  }

  get failed(): boolean {
    return this.#api.statusCode(this.pointer) !== 0;
  }

  /** TensorFlow's sentence, without the internal names it puts before and after. */
  get message(): string {
    return this.#api
      .statusMessage(this.pointer)
      .replace(/\{\{[^}]*\}\}\s*/g, "")
      .replace(/\s*\[Op:[^\]]*\]\s*/g, " ")
      .trim();
  }

  /** @throws {EngineError} when the last call failed */
  check(where: string, expected: string): void {
    if (this.failed) throw new EngineError({ where, expected, received: `"${this.message}"` });
  }
}
