import inspector from "node:inspector";
import { evaluateBy } from "./CellInspector.ts";
import { toText } from "../display/index.ts";

/** Evaluates without side effects: getters and calls that would change anything throw instead. Not in REPL mode, whose
 *  replies come later; what cells declared is seen all the same. */
function peek(expression: string): { found: boolean; value?: unknown } {
  const session = new inspector.Session();
  session.connect();
  try {
    let outcome: { found: boolean; value?: unknown } = { found: false };
    evaluateBy(
      session,
      {
        expression: `(${expression})`,
        throwOnSideEffect: true,
        timeout: 200,
        objectGroup: "peek",
        silent: true,
      },
      (reply) => {
        if (!reply || reply.exceptionDetails) return;
        const { objectId, value } = reply.result as { objectId?: string; value?: unknown };
        outcome = objectId ? { found: true, value: held(session, objectId) } : { found: true, value };
      },
    );
    session.post("Runtime.releaseObjectGroup", { objectGroup: "peek" });
    return outcome;
  } finally {
    session.disconnect();
  }
}

const slot = Symbol.for("roux.peek");

function held(session: inspector.Session, objectId: string): unknown {
  const place = globalThis as { [slot]?: unknown };
  session.post("Runtime.callFunctionOn", {
    objectId,
    functionDeclaration: `function () { Object.defineProperty(globalThis, Symbol.for("roux.peek"), { value: this, configurable: true }); }`,
  });
  const value = place[slot];
  delete place[slot];
  return value;
}

/** Members of the value of an expression, or for `""` the names that cells declared and the globals. */
export function listNames(expression: string): { name: string; type: string }[] {
  if (expression === "")
    return [...lexicalNames(), ...Object.getOwnPropertyNames(globalThis)].map((name) => ({
      name,
      type: "variable",
    }));
  const { found, value } = peek(expression);
  if (!found || value === null || value === undefined) return [];
  const names = new Map<string, string>();
  for (
    let object: unknown = Object(value);
    object !== null && names.size < 2000;
    object = Object.getPrototypeOf(object)
  ) {
    if ((Array.isArray(object) && object.length > 0) || ArrayBuffer.isView(object)) continue;
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(object))) {
      if (!names.has(name)) names.set(name, typeof descriptor.value === "function" ? "function" : "property");
    }
  }
  names.delete("constructor");
  return [...names]
    .filter(([name]) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
    .map(([name, type]) => ({ name, type }));
}

function lexicalNames(): string[] {
  const session = new inspector.Session();
  session.connect();
  let names: string[] = [];
  session.post("Runtime.globalLexicalScopeNames", {}, (error, reply) => {
    if (!error) names = reply.names;
  });
  session.disconnect();
  return names.filter((name) => !name.endsWith("$"));
}

/** One-paragraph text about the value of an expression; `undefined` when it has none without side effects. */
export function describeValue(expression: string): string | undefined {
  const { found, value } = peek(expression);
  return found ? toText(value) : undefined;
}
