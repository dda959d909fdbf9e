import inspector from "node:inspector";

/** The part of `Runtime.evaluate` that is used here; Node's types lack `replMode`. */
export interface EvaluateParameters {
  expression: string;
  replMode?: boolean;
  awaitPromise?: boolean;
  objectGroup?: string;
  silent?: boolean;
  throwOnSideEffect?: boolean;
  /** Milliseconds. */
  timeout?: number;
}

/** Evaluates through the inspector; `reply` is `undefined` when it could not, or when the code was stopped. */
export function evaluateBy(
  session: inspector.Session,
  parameters: EvaluateParameters,
  done: (reply: inspector.Runtime.EvaluateReturnType | undefined) => void,
): void {
  session.post(
    "Runtime.evaluate",
    parameters,
    (error: Error | null, reply: inspector.Runtime.EvaluateReturnType) => done(error ? undefined : reply),
  );
}

/** How one piece of code ended. `terminated`: it was stopped from the interrupt thread. */
export type Completion = { kind: "ok" } | { kind: "thrown"; thrown: unknown } | { kind: "terminated" };

/** Runs code by the inspector's REPL mode, in which declarations can be repeated, survive a failing cell, and `await`
 *  stands at the top (https://chromedevtools.github.io/devtools-protocol/tot/Runtime/#method-evaluate). */
export class CellInspector {
  readonly #session = new inspector.Session();
  #caught: unknown;

  constructor() {
    this.#session.connect();
  }

  evaluate(code: string, group: string): Promise<Completion> {
    return new Promise((resolve) => {
      const parameters = {
        expression: code,
        replMode: true,
        awaitPromise: true,
        objectGroup: group,
        silent: true,
      };
      evaluateBy(this.#session, parameters, (reply) => {
        if (!reply) resolve({ kind: "terminated" });
        else if (!reply.exceptionDetails) resolve({ kind: "ok" });
        else if (!reply.exceptionDetails.exception) resolve({ kind: "terminated" });
        else resolve({ kind: "thrown", thrown: this.#valueOf(reply.exceptionDetails.exception) });
        // Remote objects are handles: not released, every result would be held for ever.
        this.#session.post("Runtime.releaseObjectGroup", { objectGroup: group });
      });
    });
  }

  /** Called by the function below, inside the inspector. */
  catch(value: unknown): void {
    this.#caught = value;
  }

  #valueOf(object: inspector.Runtime.RemoteObject): unknown {
    const argument: inspector.Runtime.CallArgument = object.objectId
      ? { objectId: object.objectId }
      : object.unserializableValue
        ? { unserializableValue: object.unserializableValue }
        : { value: object.value as unknown };
    evaluateBy(this.#session, { expression: "globalThis", objectGroup: "thrown" }, (reply) => {
      this.#session.post("Runtime.callFunctionOn", {
        objectId: reply!.result.objectId!,
        functionDeclaration: "function (value) { __roux.catch(value); }",
        arguments: [argument],
      });
      this.#session.post("Runtime.releaseObjectGroup", { objectGroup: "thrown" });
    });
    const caught = this.#caught;
    this.#caught = undefined;
    return caught;
  }
}
