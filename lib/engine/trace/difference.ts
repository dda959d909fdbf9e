import type { TensorValues } from "../tensorflow/NativeTensors.ts";
import type { Program, ProgramNode, Reference } from "./Program.ts";

/** What two recordings of one step do differently, as half a sentence; `undefined` when they do the same. Two recordings
 *  that differ mean that the step depends on something in JavaScript that changes from call to call. */
export function difference(before: Program, after: Program): string | undefined {
  const shared = Math.min(before.nodes.length, after.nodes.length);
  for (let i = 0; i < shared; i++) {
    const found = nodeDifference(before, before.nodes[i]!, after.nodes[i]!, i);
    if (found) return found;
  }
  if (before.nodes.length !== after.nodes.length) {
    return `it ran ${before.nodes.length} operations, then ${after.nodes.length}`;
  }
  if (!sameReferences(before.results, after.results)) return "it returned other tensors";
  if (
    before.updates.length !== after.updates.length ||
    !before.updates.every((update, i) => {
      const other = after.updates[i]!;
      return update.variable === other.variable && sameReference(update.value, other.value);
    })
  ) {
    return "it changed other variables";
  }
  return undefined;
}

function nodeDifference(
  program: Program,
  before: ProgramNode,
  after: ProgramNode,
  position: number,
): string | undefined {
  if (before.kind === "op" && after.kind === "op") {
    if (before.op !== after.op) return `${before.op} became ${after.op}`;
    if (!sameReferences(before.inputs, after.inputs)) return `${before.op} got other inputs`;
    for (const [i, attribute] of before.attributes.entries()) {
      const now = after.attributes[i]?.value;
      if (JSON.stringify(attribute.value) !== JSON.stringify(now)) {
        return `attribute ${attribute.name} of ${before.op} changed from ${describe(attribute.value)} to ${describe(now)}`;
      }
    }
    for (const [i, output] of before.outputs.entries()) {
      const now = after.outputs[i];
      if (!now || String(now.shape) !== String(output.shape)) {
        return `${before.op} gave [${output.shape.join(",")}], then [${now?.shape.join(",") ?? "nothing"}]`;
      }
    }
    return undefined;
  }
  if (before.kind === "constant" && after.kind === "constant") {
    if (String(before.shape) !== String(after.shape)) {
      return `a constant of shape [${before.shape.join(",")}] became [${after.shape.join(",")}]`;
    }
    const at = firstDifference(before.values, after.values);
    if (at < 0) return undefined;
    const user = program.nodes.find(
      (node) => node.kind === "op" && node.inputs.some((input) => input.node === position),
    );
    const where = user?.kind === "op" ? ` that ${user.op} uses` : "";
    return `a JavaScript value${where} changed from ${describe(before.values[at])} to ${describe(after.values[at])}`;
  }
  if (before.kind !== after.kind) return `a value came from ${origin(before)}, then from ${origin(after)}`;
  if (
    before.kind !== "op" &&
    before.kind !== "constant" &&
    after.kind === before.kind &&
    before.index !== after.index
  ) {
    return `it used another ${before.kind}`;
  }
  return undefined;
}

function origin(node: ProgramNode): string {
  return node.kind === "op" ? node.op : `a ${node.kind}`;
}

function sameReference(a: Reference, b: Reference): boolean {
  return a.node === b.node && a.output === b.output;
}

function sameReferences(a: readonly Reference[], b: readonly Reference[]): boolean {
  return a.length === b.length && a.every((reference, i) => sameReference(reference, b[i]!));
}

function firstDifference(a: TensorValues, b: TensorValues): number {
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    const same =
      x instanceof Uint8Array ? y instanceof Uint8Array && Buffer.compare(x, y) === 0 : Object.is(x, y);
    if (!same) return i;
  }
  return a.length === b.length ? -1 : a.length;
}

function describe(value: unknown): string {
  if (value instanceof Uint8Array) return JSON.stringify(new TextDecoder().decode(value));
  return typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? "nothing");
}
