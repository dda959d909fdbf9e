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

  /** @param done  called once, unless the code is stopped after an `await`. A callback, not a promise: stopping a loop in a
   *    microtask drops all microtasks that wait, and the evaluator's own may not be among them. */
  evaluate(code: string, group: string, done: (completion: Completion) => void): void {
    const parameters = {
      expression: code,
      replMode: true,
      awaitPromise: true,
      objectGroup: group,
      silent: true,
    };
    evaluateBy(this.#session, parameters, (reply) => {
      let completion: Completion = { kind: "terminated" };
      if (reply && !reply.exceptionDetails) completion = { kind: "ok" };
      else if (reply?.exceptionDetails?.exception) {
        completion = { kind: "thrown", thrown: this.#valueOf(reply.exceptionDetails.exception) };
      }
      // Remote objects are handles: not released, every result would be held for ever.
      this.#session.post("Runtime.releaseObjectGroup", { objectGroup: group });
      done(completion);
    });
  }

  /** Runs code that may be stopped, at once. */
  runStoppable(code: string): void {
    evaluateBy(this.#session, { expression: code, silent: true }, () => {});
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
