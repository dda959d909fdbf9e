import { EngineError } from "../../errors/index.ts";
import type { BindingRecorder } from "./BindingRecorder.ts";
import { Context } from "./Context.ts";
import { DataType } from "./DataType.ts";
import type { TensorFlowLibrary } from "./loadLibrary.ts";
import { NativeTensors } from "./NativeTensors.ts";
import type { TensorValues } from "./NativeTensors.ts";
import { AttributeType, setOpAttribute } from "./OpAttribute.ts";
import type { OpAttribute } from "./OpAttribute.ts";
import { SavedModels } from "./SavedModels.ts";
import { Status } from "./Status.ts";
import type { TensorMetadata } from "./TensorMetadata.ts";

/** What tf.js' Node kernels call (`TFJSBinding` of @tensorflow/tfjs-node), on TensorFlow's C API without a compiled
 *  add-on. Names, argument order and the numbers are theirs. Not to be used from two threads. */
export class Binding {
  readonly TF_FLOAT = DataType.float32;
  readonly TF_INT32 = DataType.int32;
  readonly TF_INT64 = DataType.int64;
  readonly TF_BOOL = DataType.bool;
  readonly TF_COMPLEX64 = DataType.complex64;
  readonly TF_STRING = DataType.string;
  readonly TF_RESOURCE = DataType.resource;
  readonly TF_UINT8 = DataType.uint8;
  readonly TF_ATTR_STRING = AttributeType.string;
  readonly TF_ATTR_INT = AttributeType.int;
  readonly TF_ATTR_FLOAT = AttributeType.float;
  readonly TF_ATTR_BOOL = AttributeType.bool;
  readonly TF_ATTR_TYPE = AttributeType.type;
  readonly TF_ATTR_SHAPE = AttributeType.shape;
  readonly TF_Version: string;

  readonly library: TensorFlowLibrary;
  readonly status: Status;
  readonly context: Context;
  readonly tensors: NativeTensors;
  /** Told of every tensor made, op run, tensor read and tensor deleted, while set. */
  recorder: BindingRecorder | undefined;

  readonly #savedModels: SavedModels;
  readonly #outputCount = new Int32Array(1);
  #outputs = new BigUint64Array(64);

  constructor(library: TensorFlowLibrary) {
    this.library = library;
    this.status = new Status(library.api);
    this.context = new Context(library, this.status);
    this.tensors = new NativeTensors(library, this.context, this.status);
    this.#savedModels = new SavedModels(library, this.tensors, this.status);
    this.TF_Version = library.version;
  }

  isUsingGpuDevice(): boolean {
    return this.context.device.type === "GPU";
  }

  getNumOfTensors(): number {
    return this.tensors.count;
  }

  createTensor(shape: number[], dtype: number, values: TensorValues): number {
    const given = this.recorder?.creating?.(values) ?? values;
    const id = this.tensors.create(shape, dtype, given);
    this.recorder?.created?.(id, dtype, shape, given);
    return id;
  }

  deleteTensor(id: number): void {
    this.recorder?.deleted?.(id);
    this.tensors.delete(id);
  }

  tensorDataSync(id: number): TensorValues {
    const values = this.tensors.read(id);
    this.recorder?.read?.(id);
    return values;
  }

  /** Runs one op, or one function of the context, now.
   *  @throws {EngineError} with TensorFlow's message, the op's name and its inputs' shapes */
  executeOp(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputCount: number,
  ): TensorMetadata[] {
    const { api } = this.library;
    const { status } = this;
    if (outputCount > this.#outputs.length) this.#outputs = new BigUint64Array(outputCount);
    const op = api.newOp(this.context.pointer, name, status.pointer);
    if (!op) throw this.#opError(name, inputs);
    try {
      for (let i = 0; i < inputs.length; i++) {
        api.addInput(op, this.tensors.handle(inputs[i]!), status.pointer);
      }
      for (let i = 0; i < attributes.length; i++) setOpAttribute(api, op, attributes[i]!, status);
      this.#outputCount[0] = outputCount;
      api.execute(op, this.#outputs, this.#outputCount, status.pointer);
      if (status.failed) throw this.#opError(name, inputs);
    } finally {
      api.deleteOp(op);
    }
    const results: TensorMetadata[] = [];
    const made = this.#outputCount[0];
    for (let i = 0; i < made; i++) {
      const handle = this.#outputs[i]!;
      const shape = this.tensors.shape(handle);
      results.push({ id: this.tensors.insert(handle), dtype: api.handleType(handle), shape });
    }
    this.recorder?.executed?.(name, attributes, inputs, results);
    return results;
  }

  loadSavedModel(folder: string, tags: string): number {
    return this.#savedModels.load(folder, tags);
  }

  deleteSavedModel(id: number): void {
    this.#savedModels.delete(id);
  }

  runSavedModel(id: number, inputs: number[], inputNames: string, outputNames: string): TensorMetadata[] {
    return this.#savedModels.run(id, inputs, inputNames, outputNames);
  }

  getNumOfSavedModels(): number {
    return this.#savedModels.count;
  }

  #opError(name: string, inputs: readonly number[]): EngineError {
    const { message } = this.status;
    const described = inputs.map((id) => this.tensors.describe(id)).join(", ");
    return new EngineError({
      where: name,
      expected: "inputs that TensorFlow can work on",
      received: described || "no inputs",
      hint: `TensorFlow: ${message}`,
    });
  }
}
