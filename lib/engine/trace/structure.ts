import type { Tensor } from "@tensorflow/tfjs";
import { OptionError } from "../../errors/index.ts";
import { tf } from "./tfjs.ts";

/** A value with its tensors taken out and numbered: tensors, arrays and plain objects, nested, beside plain values. */
export type Structure =
  | { readonly kind: "tensor"; readonly index: number }
  | { readonly kind: "array"; readonly items: readonly Structure[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [string, Structure])[] }
  | { readonly kind: "plain"; readonly value: unknown };

/** Takes a value apart. @param tensors gets the tensors, in order   @throws {OptionError} at a class instance or function */
export function takeApart(where: string, value: unknown, tensors: Tensor[]): Structure {
  if (value instanceof tf.Tensor) return { kind: "tensor", index: tensors.push(value) - 1 };
  if (Array.isArray(value))
    return { kind: "array", items: value.map((item) => takeApart(where, item, tensors)) };
  if (value !== null && typeof value === "object") {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      throw new OptionError({
        where,
        expected: "tensors, numbers, strings, or arrays and plain objects of them",
        received: `a ${value.constructor.name}`,
      });
    }
    const entries = Object.entries(value).map(
      ([name, item]) => [name, takeApart(where, item, tensors)] as const,
    );
    return { kind: "object", entries };
  }
  if (typeof value === "function") {
    throw new OptionError({
      where,
      expected: "tensors, numbers, strings, or arrays and plain objects of them",
      received: "a function",
    });
  }
  return { kind: "plain", value };
}

/** Puts a value together again from its structure and its tensors. */
export function putTogether(structure: Structure, tensors: readonly Tensor[]): unknown {
  switch (structure.kind) {
    case "tensor":
      return tensors[structure.index];
    case "array":
      return structure.items.map((item) => putTogether(item, tensors));
    case "object":
      return Object.fromEntries(structure.entries.map(([name, item]) => [name, putTogether(item, tensors)]));
    case "plain":
      return structure.value;
    default:
      return structure satisfies never;
  }
}

/** What makes two calls alike: how their arguments are built, each tensor's element type and shape, which tensors are one
 *  and the same, and every plain value. */
export function signature(structure: Structure, tensors: readonly Tensor[]): string {
  let text = "";
  const write = (part: Structure): void => {
    switch (part.kind) {
      case "tensor": {
        const tensor = tensors[part.index]!;
        text += `${tensor.dtype}[${tensor.shape.join(",")}]`;
        const first = tensors.findIndex(({ dataId }) => dataId === tensor.dataId);
        if (first < part.index) text += `=${first}`;
        if (tensor instanceof tf.Variable) text += `variable ${tensor.id}`;
        return;
      }
      case "array":
        text += "(";
        for (const item of part.items) {
          write(item);
          text += ";";
        }
        text += ")";
        return;
      case "object":
        text += "{";
        for (const [name, item] of part.entries) {
          text += `${JSON.stringify(name)}:`;
          write(item);
        }
        text += "}";
        return;
      case "plain":
        text += `${typeof part.value} ${JSON.stringify(String(part.value))}`;
    }
  };
  write(structure);
  return text;
}
