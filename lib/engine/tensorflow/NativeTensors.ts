import { EngineError, ShapeError } from "../../errors/index.ts";
import type { Pointer } from "./CApi.ts";
import type { Context } from "./Context.ts";
import { DataType, dataTypeName } from "./DataType.ts";
import type { TensorFlowLibrary } from "./loadLibrary.ts";
import type { Status } from "./Status.ts";
import { freeStrings, readStrings, stringTensorBytes, writeStrings } from "./StringTensor.ts";

/** What tf.js hands over and gets back: numbers in a typed array, or one `Uint8Array` per string. */
export type TensorValues = Float32Array | Int32Array | Uint8Array | BigInt64Array | Uint8Array[];

/** How many array elements one tensor element takes, by data type and array class. */
const elementLengths: Record<number, ReadonlyMap<Function, number>> = {
  [DataType.float32]: new Map([[Float32Array, 1]]),
  [DataType.complex64]: new Map([[Float32Array, 2]]),
  [DataType.int32]: new Map([[Int32Array, 1]]),
  // tf.js has no int64: its kernels write one as two int32, low half first.
  [DataType.int64]: new Map<Function, number>([
    [Int32Array, 2],
    [BigInt64Array, 1],
  ]),
  [DataType.bool]: new Map([[Uint8Array, 1]]),
  [DataType.uint8]: new Map([[Uint8Array, 1]]),
};

/** The tensors that live in TensorFlow, by a number of ours. Every handle is owned by this table from `insert` or
 *  `create` until `delete`; the TensorFlow side counts references to the memory itself. */
export class NativeTensors {
  readonly #library: TensorFlowLibrary;
  readonly #context: Context;
  readonly #status: Status;
  readonly #handles = new Map<number, Pointer>();
  #next = 0;

  constructor(library: TensorFlowLibrary, context: Context, status: Status) {
    this.#library = library;
    this.#context = context;
    this.#status = status;
  }

  get count(): number {
    return this.#handles.size;
  }

  /** Takes over a handle. */
  insert(handle: Pointer): number {
    const id = this.#next++;
    this.#handles.set(id, handle);
    return id;
  }

  has(id: number): boolean {
    return this.#handles.has(id);
  }

  /** The handle of a tensor, still owned by the table.
   *  @throws {EngineError} when there is none: the tensor was disposed */
  handle(id: number): Pointer {
    const handle = this.#handles.get(id);
    if (handle === undefined) {
      throw new EngineError({
        where: "engine",
        expected: "a live tensor",
        received: `tensor ${id}, which is disposed`,
      });
    }
    return handle;
  }

  /** @throws {EngineError} when there is no such tensor */
  delete(id: number): void {
    const handle = this.handle(id);
    this.#handles.delete(id);
    this.#library.api.deleteHandle(handle);
  }

  /** Copies values into TensorFlow. */
  create(shape: readonly number[], dataType: number, values: TensorValues): number {
    return this.insert(
      dataType === DataType.string
        ? this.#createStrings(shape, values as Uint8Array[])
        : this.#createNumbers(shape, dataType, values),
    );
  }

  /** Copies values out of TensorFlow (and off the GPU where there is one). */
  read(id: number): TensorValues {
    const { api, copyOut } = this.#library;
    const handle = this.handle(id);
    const dataType = api.handleType(handle);
    const tensor = api.resolveHandle(handle, this.#status.pointer);
    this.#status.check(`reading a ${dataTypeName(dataType)} tensor`, "its values");
    try {
      if (dataType === DataType.string) {
        const count = api.tensorElements(tensor!);
        return count === 0 ? [] : readStrings(this.#library, api.tensorData(tensor!)!, count);
      }
      const bytes = api.tensorBytes(tensor!);
      const values = arrayFor(dataType, bytes);
      if (bytes > 0) copyOut(values, api.tensorData(tensor!)!, bytes);
      return values;
    } finally {
      api.deleteTensor(tensor!);
    }
  }

  shape(handle: Pointer): number[] {
    const { api } = this.#library;
    const status = this.#status.pointer;
    const rank = api.handleRank(handle, status);
    const shape: number[] = [];
    for (let axis = 0; axis < rank; axis++) shape.push(api.handleDim(handle, axis, status));
    return shape;
  }

  /** `float32 [2,3]`, for messages. */
  describe(id: number): string {
    const handle = this.#handles.get(id);
    if (handle === undefined) return "a disposed tensor";
    return `${dataTypeName(this.#library.api.handleType(handle))} [${this.shape(handle).join(",")}]`;
  }

  #createNumbers(shape: readonly number[], dataType: number, values: TensorValues): Pointer {
    const length = elementLengths[dataType]?.get(values.constructor);
    if (length === undefined) {
      throw new EngineError({
        where: "tf.tensor",
        expected: `values that make a ${dataTypeName(dataType)} tensor`,
        received: values.constructor.name,
      });
    }
    checkSize(shape, values.length / length, dataType);
    const { byteLength } = values as Float32Array;
    const tensor = this.#allocate(shape, dataType, byteLength);
    if (byteLength > 0)
      this.#library.copyIn(this.#library.api.tensorData(tensor)!, privately(values), byteLength);
    const handle = this.#wrap(tensor);
    // Most GPU kernels want int32 tensors, which are shapes and axes, in the host's memory.
    return dataType === DataType.int32 ? handle : this.#toDevice(handle);
  }

  #createStrings(shape: readonly number[], strings: readonly Uint8Array[]): Pointer {
    checkSize(shape, strings.length, DataType.string);
    const { api } = this.#library;
    const tensor = this.#allocate(shape, DataType.string, stringTensorBytes(strings.length));
    if (strings.length === 0) return this.#wrap(tensor);
    const memory = api.tensorData(tensor)!;
    const long = writeStrings(this.#library, memory, strings);
    const handle = this.#wrap(tensor);
    if (long.length === 0) return handle;
    // TensorFlow frees the memory of a tensor that came from outside without looking at the strings in it. So the
    // long ones are copied by an op into a tensor of TensorFlow's own, and ours are freed here.
    try {
      return this.#deepCopy(handle);
    } finally {
      freeStrings(this.#library, memory, long);
      api.deleteHandle(handle);
    }
  }

  #deepCopy(handle: Pointer): Pointer {
    const { api } = this.#library;
    const status = this.#status.pointer;
    const op = api.newOp(this.#context.pointer, "DeepCopy", status)!;
    this.#status.check("engine", "a string tensor to be copied");
    api.setType(op, "T", DataType.string);
    api.addInput(op, handle, status);
    const output = new BigUint64Array(1);
    api.execute(op, output, Int32Array.of(1), status);
    const { failed } = this.#status;
    const message = failed ? this.#status.message : "";
    api.deleteOp(op);
    if (failed)
      throw new EngineError({
        where: "tf.tensor",
        expected: "room for the strings",
        received: `"${message}"`,
      });
    return output[0]!;
  }

  #allocate(shape: readonly number[], dataType: number, bytes: number): Pointer {
    const dims = new BigInt64Array(Math.max(1, shape.length));
    for (let axis = 0; axis < shape.length; axis++) dims[axis] = BigInt(shape[axis]!);
    const tensor = this.#library.api.allocateTensor(dataType, dims, shape.length, bytes);
    if (!tensor) {
      throw new EngineError({
        where: "tf.tensor",
        expected: `${bytes} bytes of free memory for ${dataTypeName(dataType)} [${shape.join(",")}]`,
        received: "none",
        hint: "Dispose tensors that are no longer used, or take a smaller batch.",
      });
    }
    return tensor;
  }

  /** A handle that shares the tensor's memory; the tensor itself is given back. */
  #wrap(tensor: Pointer): Pointer {
    const { api } = this.#library;
    const handle = api.newHandle(tensor, this.#status.pointer);
    api.deleteTensor(tensor);
    this.#status.check("tf.tensor", "a handle");
    return handle!;
  }

  #toDevice(handle: Pointer): Pointer {
    const { device } = this.#context;
    if (device.type === "CPU") return handle;
    const { api } = this.#library;
    const copy = api.copyHandleToDevice(handle, this.#context.pointer, device.name, this.#status.pointer);
    api.deleteHandle(handle);
    this.#status.check("tf.tensor", `room on ${device.name}`);
    return copy!;
  }
}

function checkSize(shape: readonly number[], received: number, dataType: number): void {
  const expected = shape.reduce((product, dim) => product * dim, 1);
  if (expected === received) return;
  throw new ShapeError({
    where: "tf.tensor",
    expected: `${expected} values for ${dataTypeName(dataType)} [${shape.join(",")}]`,
    received: String(received),
  });
}

/** koffi takes no shared memory. */
function privately(values: TensorValues): ArrayBufferView {
  const view = values as Float32Array;
  return view.buffer instanceof ArrayBuffer ? view : view.slice();
}

function arrayFor(dataType: number, bytes: number): Exclude<TensorValues, Uint8Array[]> {
  switch (dataType) {
    case DataType.float32:
    case DataType.complex64:
      return new Float32Array(bytes / 4);
    case DataType.int32:
      return new Int32Array(bytes / 4);
    case DataType.int64:
      return new BigInt64Array(bytes / 8);
    case DataType.bool:
    case DataType.uint8:
    case DataType.resource:
      return new Uint8Array(bytes);
    default:
      throw new EngineError({
        where: "tensor.dataSync",
        expected: "float32, int32, int64, bool, uint8, complex64 or string",
        received: dataTypeName(dataType),
        hint: "Cast it first.",
      });
  }
}
