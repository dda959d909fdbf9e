import { EngineError } from "../../errors/index.ts";
import type { Binding } from "../tensorflow/Binding.ts";
import type { Pointer } from "../tensorflow/CApi.ts";
import { DataType } from "../tensorflow/DataType.ts";
import { AttributeType } from "../tensorflow/OpAttribute.ts";
import type { OpAttribute } from "../tensorflow/OpAttribute.ts";
import type { TensorValues } from "../tensorflow/NativeTensors.ts";
import { graphApi } from "./GraphApi.ts";
import type { GraphApi, GraphOutput } from "./GraphApi.ts";
import { inputLengths, parseOpDefinition } from "./OpDefinition.ts";
import type { OpDefinition } from "./OpDefinition.ts";
import type { ValueType } from "./Program.ts";

const encoder = new TextEncoder();
const definitions = new Map<string, OpDefinition>();

/** A TensorFlow graph under construction. `dispose` it, whether or not a function was made of it. */
export class GraphBuilder {
  readonly graph: Pointer;
  readonly #binding: Binding;
  readonly #api: GraphApi;
  #nodes = 0;

  constructor(binding: Binding) {
    this.#binding = binding;
    this.#api = graphApi(binding.library);
    this.graph = this.#api.newGraph();
  }

  dispose(): void {
    this.#api.deleteGraph(this.graph);
  }

  placeholder({ dataType, shape }: ValueType): GraphOutput {
    const node = this.#start("Placeholder");
    this.#api.setType(node, "dtype", dataType);
    this.#api.setShape(node, "shape", BigInt64Array.from(shape, BigInt), shape.length);
    return this.#finish(node, "Placeholder");
  }

  constant({ dataType, shape }: ValueType, values: TensorValues): GraphOutput {
    const { tensors, library, status } = this.#binding;
    const id = tensors.create(shape, dataType, values);
    const tensor = library.api.resolveHandle(tensors.handle(id), status.pointer);
    tensors.delete(id);
    status.check("engine.trace", "a constant");
    const node = this.#start("Const");
    this.#api.setType(node, "dtype", dataType);
    this.#api.setTensor(node, "value", tensor!, status.pointer);
    library.api.deleteTensor(tensor!);
    status.check("engine.trace", "a constant");
    return this.#finish(node, "Const");
  }

  /** A tensor that holds one value everywhere, without the memory it would take as a constant. */
  filled({ dataType, shape }: ValueType, value: TensorValues): GraphOutput {
    const dims = this.constant({ dataType: DataType.int32, shape: [shape.length] }, Int32Array.from(shape));
    const scalar = this.constant({ dataType, shape: [] }, value);
    return this.op("Fill", [], [dims, scalar])(0);
  }

  /** @returns the op's outputs, by index */
  op(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly GraphOutput[],
  ): (index: number) => GraphOutput {
    const definition = this.#definition(op);
    const node = this.#start(op);
    const lengths = inputLengths(
      definition,
      inputs.length,
      (name) => attributes.find((a) => a.name === name)?.value,
    );
    let at = 0;
    for (const [i, length] of lengths.entries()) {
      if (definition.inputs[i]!.list) this.#api.addInputList(node, inputs.slice(at, at + length), length);
      else this.#api.addInput(node, inputs[at]!);
      at += length;
    }
    for (const attribute of attributes) this.#setAttribute(node, attribute);
    const { operation } = this.#finish(node, op);
    return (index) => ({ operation, index });
  }

  #start(op: string): Pointer {
    return this.#api.newNode(this.graph, op, `${op}_${this.#nodes++}`);
  }

  #finish(node: Pointer, op: string): GraphOutput {
    const { status } = this.#binding;
    const operation = this.#api.finishNode(node, status.pointer);
    if (status.failed) {
      throw new EngineError({
        where: "engine.trace",
        expected: `${op} to fit into a graph`,
        received: `"${status.message}"`,
      });
    }
    return { operation: operation!, index: 0 };
  }

  #definition(op: string): OpDefinition {
    let definition = definitions.get(op);
    if (definition) return definition;
    const { status, library } = this.#binding;
    const buffer = this.#api.newBuffer();
    this.#api.opDefinition(this.graph, op, buffer, status.pointer);
    status.check("engine.trace", `TensorFlow to know the op ${op}`);
    // TF_Buffer { const void *data; size_t length; … }
    const header = new BigUint64Array(2);
    library.copyOut(header, buffer, 16);
    const bytes = new Uint8Array(Number(header[1]!));
    library.copyOut(bytes, header[0]!, bytes.length);
    this.#api.deleteBuffer(buffer);
    definitions.set(op, (definition = parseOpDefinition(bytes)));
    return definition;
  }

  #setAttribute(node: Pointer, { name, type, value }: OpAttribute): void {
    const api = this.#api;
    const list = Array.isArray(value) ? (value as number[]) : undefined;
    switch (type) {
      case AttributeType.type:
        if (list) api.setTypeList(node, name, Int32Array.from(list), list.length);
        else api.setType(node, name, value as number);
        return;
      case AttributeType.bool:
        if (list) api.setBoolList(node, name, Uint8Array.from(list, Number), list.length);
        else api.setBool(node, name, value ? 1 : 0);
        return;
      case AttributeType.int:
        if (list) api.setIntList(node, name, BigInt64Array.from(list, BigInt), list.length);
        else api.setInt(node, name, value as number);
        return;
      case AttributeType.float:
        if (list) api.setFloatList(node, name, Float32Array.from(list), list.length);
        else api.setFloat(node, name, value as number);
        return;
      case AttributeType.string: {
        const bytes = encoder.encode(value as string);
        api.setString(node, name, bytes, bytes.length);
        return;
      }
      case AttributeType.shape:
        api.setShape(node, name, BigInt64Array.from(list ?? [], BigInt), list?.length ?? 0);
        return;
      default:
        throw new EngineError({
          where: "engine.trace",
          expected: "a string, int, float, bool, type or shape",
          received: `attribute ${name} of type ${type}`,
        });
    }
  }
}
