import type { OpAttribute } from "../tensorflow/OpAttribute.ts";
import type { TensorValues } from "../tensorflow/NativeTensors.ts";

/** Element type (`DataType`) and shape of a value. */
export interface ValueType {
  readonly dataType: number;
  readonly shape: readonly number[];
}

/** Output `output` of the node at position `node`. */
export interface Reference {
  readonly node: number;
  readonly output: number;
}

/** Where a value comes from.
 *
 *  - `argument`: a tensor the step was called with
 *  - `variable`: a `tf.Variable`, as it stood before the step
 *  - `capture`: a tensor that was there before the step and that nobody changes
 *  - `host`: a value JavaScript gives anew before every step
 *  - `constant`: made from JavaScript values during the step
 *  - `op`: computed */
export type ProgramNode =
  | ({ readonly kind: "argument" | "variable" | "capture" | "host"; readonly index: number } & ValueType)
  | ({ readonly kind: "constant"; readonly values: TensorValues } & ValueType)
  | {
      readonly kind: "op";
      readonly op: string;
      readonly attributes: readonly OpAttribute[];
      readonly inputs: readonly Reference[];
      readonly outputs: readonly ValueType[];
    };

/** Everything one call of a step did to tensors, as plain data: nodes in the order in which they ran (a node refers only to
 *  earlier ones), what is returned, and what the variables hold afterwards. */
export interface Program {
  readonly nodes: readonly ProgramNode[];
  readonly results: readonly Reference[];
  /** New values by position in the list of variables; an unchanged variable is not listed. */
  readonly updates: readonly { readonly variable: number; readonly value: Reference }[];
}

/** How many ops a program runs. */
export function opCount(program: Program): number {
  return program.nodes.reduce((count, { kind }) => count + (kind === "op" ? 1 : 0), 0);
}

/** How many constants a program carries. */
export function constantCount(program: Program): number {
  return program.nodes.reduce((count, { kind }) => count + (kind === "constant" ? 1 : 0), 0);
}
