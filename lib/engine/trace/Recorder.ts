import type { BindingRecorder } from "../tensorflow/BindingRecorder.ts";
import type { TensorMetadata } from "../tensorflow/TensorMetadata.ts";
import type { TensorValues } from "../tensorflow/NativeTensors.ts";
import type { OpAttribute } from "../tensorflow/OpAttribute.ts";
import type { Program, ProgramNode, Reference, ValueType } from "./Program.ts";

/** Ops whose outputs have a shape that only the data tell: JavaScript sees this call's shape and builds on it. */
const dataDependentShapes = new Set([
  "Where",
  "Unique",
  "UniqueV2",
  "ListDiff",
  "NonMaxSuppressionV3",
  "NonMaxSuppressionV4",
  "NonMaxSuppressionV5",
  "DecodeJpeg",
  "DecodePng",
  "DecodeBmp",
  "DecodeGif",
]);

/** Watches the binding during one call of a step and writes down what happens, as a `Program`. Tensors that were there
 *  before the call are announced first (`argument`, `variable`, `host`); any other that an op uses is a capture. */
export class Recorder implements BindingRecorder {
  /** Ids, in the binding, of the captured tensors, by capture index. */
  readonly captures: number[] = [];
  /** Why what happened can't be repeated without JavaScript; the first reason found. */
  obstacle: string | undefined;
  /** Replaces the values of a tensor about to be made. Used for the learning rate (see `optimizers.ts`). */
  substitute:
    | ((values: TensorValues) => { values: TensorValues; record: (id: number) => void } | undefined)
    | undefined;

  readonly #nodes: ProgramNode[] = [];
  readonly #references = new Map<number, Reference>();
  readonly #typeOf: (id: number) => ValueType;
  #recordCreated: ((id: number) => void) | undefined;

  /** @param typeOf element type and shape of a tensor of the binding, by id */
  constructor(typeOf: (id: number) => ValueType) {
    this.#typeOf = typeOf;
  }

  /** Announces that tensor `id` is argument, variable or host value number `index`. */
  announce(kind: "argument" | "variable" | "host", index: number, id: number): void {
    this.#add({ kind, index, ...this.#typeOf(id) }, [id]);
  }

  /** Writes down that tensor `id` is `op` of tensor `input`, which this program hasn't run itself. */
  derive(op: string, attributes: readonly OpAttribute[], input: number, id: number): void {
    this.#add({ kind: "op", op, attributes, inputs: [this.reference(input)], outputs: [this.#typeOf(id)] }, [
      id,
    ]);
  }

  /** The value of tensor `id`; a tensor not seen before becomes a capture. */
  reference(id: number): Reference {
    const known = this.#references.get(id);
    if (known) return known;
    this.captures.push(id);
    this.#add({ kind: "capture", index: this.captures.length - 1, ...this.#typeOf(id) }, [id]);
    return this.#references.get(id)!;
  }

  creating(values: TensorValues): TensorValues {
    const substitution = this.substitute?.(values);
    this.#recordCreated = substitution?.record;
    return substitution?.values ?? values;
  }

  created(id: number, dataType: number, shape: readonly number[], values: TensorValues): void {
    const record = this.#recordCreated;
    this.#recordCreated = undefined;
    if (record) record(id);
    else
      this.#add({ kind: "constant", dataType, shape: [...shape], values: values.slice() as TensorValues }, [
        id,
      ]);
  }

  executed(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: readonly TensorMetadata[],
  ): void {
    if (dataDependentShapes.has(op)) this.obstacle ??= `the shape of what ${op} gives depends on the data`;
    this.#add(
      {
        kind: "op",
        op,
        attributes: attributes.map((attribute) => ({ ...attribute })),
        inputs: inputs.map((id) => this.reference(id)),
        outputs: outputs.map(({ dtype, shape }) => ({ dataType: dtype, shape: [...shape] })),
      },
      outputs.map(({ id }) => id),
    );
  }

  read(id: number): void {
    const reference = this.#references.get(id);
    const node = reference && this.#nodes[reference.node]!;
    // What JavaScript wrote itself it may read; a capture never changes.
    if (!node || node.kind === "constant" || node.kind === "capture") return;
    const what =
      node.kind === "op"
        ? `the result of ${node.op}`
        : node.kind === "host"
          ? "a host value"
          : `its ${node.kind}`;
    this.obstacle ??= `it reads ${what} (dataSync, arraySync or a like call) while it runs`;
  }

  /** @param results ids of the tensors returned   @param updates ids of what the changed variables hold now */
  finish(results: readonly number[], updates: readonly { variable: number; id: number }[]): Program {
    return {
      results: results.map((id) => this.reference(id)),
      updates: updates.map(({ variable, id }) => ({ variable, value: this.reference(id) })),
      nodes: this.#nodes,
    };
  }

  #add(node: ProgramNode, ids: readonly number[]): void {
    const position = this.#nodes.push(node) - 1;
    for (const [output, id] of ids.entries()) this.#references.set(id, { node: position, output });
  }
}
