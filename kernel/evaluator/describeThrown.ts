import { inspect } from "node:util";
import type { ThrownValue } from "./messages.ts";

/** A thrown value as data. Nothing here may throw: the value may be anything, with getters that throw too. */
export function describeThrown(thrown: unknown, depth = 0): ThrownValue {
  if (!isError(thrown)) {
    return {
      name: "Thrown",
      message: attempt(() => inspect(thrown, { depth: 2 }), "a value that cannot be shown"),
      frames: [],
    };
  }
  const name = attempt(() => String(thrown.name as unknown), "Error");
  const message = attempt(() => String(thrown.message as unknown), "");
  const described: ThrownValue = { name, message, frames: framesOf(thrown) };
  const details = attempt(() => detailsOf(thrown), undefined);
  if (details !== undefined) described.details = details;
  const cause = attempt(() => thrown.cause, undefined);
  if (cause !== undefined && depth < 8) described.cause = describeThrown(cause, depth + 1);
  const errors = attempt(() => (thrown as AggregateError).errors as unknown, undefined);
  if (Array.isArray(errors) && depth < 8)
    described.errors = errors.slice(0, 20).map((error) => describeThrown(error, depth + 1));
  return described;
}

function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}

function framesOf(error: Error): string[] {
  const stack = attempt(() => (typeof error.stack === "string" ? error.stack : ""), "");
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());
}

/** Fields beside the usual ones, as `util.inspect` shows them: `{ code: 'ENOENT', … }`. */
function detailsOf(error: Error): string | undefined {
  const usual = new Set([
    "name",
    "message",
    "stack",
    "cause",
    "errors",
    "where",
    "expected",
    "received",
    "hint",
  ]);
  const entries = Object.entries(error).filter(([key]) => !usual.has(key));
  if (entries.length === 0) return undefined;
  return inspect(Object.fromEntries(entries), { depth: 1, breakLength: 100, maxStringLength: 500 });
}

function attempt<Value>(get: () => Value, fallback: Value): Value {
  try {
    return get();
  } catch {
    return fallback;
  }
}
