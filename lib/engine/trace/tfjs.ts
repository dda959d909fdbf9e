import { createRequire } from "node:module";
import type * as Tf from "@tensorflow/tfjs";
import type { Binding } from "../tensorflow/Binding.ts";
import type { TensorMetadata } from "../tensorflow/TensorMetadata.ts";

const require = createRequire(import.meta.url);

/** TensorFlow.js as CommonJS, whose members are looked up at each use. An ES import would copy them when tf.js is first
 *  evaluated, before this folder can put its own in their place. */
export const tf = require("@tensorflow/tfjs") as typeof Tf;

/** tfjs-core's own export object: what tf.js' layers, and `tf` itself, look their functions up in. */
export const core = createRequire(require.resolve("@tensorflow/tfjs"))("@tensorflow/tfjs-core") as typeof Tf;

/** What tfjs-node's backend keeps of one tensor's data. */
export interface TensorData {
  id: number;
  refCount: number;
  /** Not yet in TensorFlow, when not null. */
  values: unknown;
}

/** The part of tfjs-node's `NodeJSKernelBackend` that tracing uses. */
export interface NodeBackend {
  readonly binding: Binding;
  readonly tensorMap: { get(dataId: object): TensorData };
  /** Ids in the binding; uploads what is not there yet. */
  getInputTensorIds(tensors: readonly Tf.Tensor[]): number[];
  createOutputTensor(metadata: TensorMetadata): Tf.Tensor;
  executeSingleOutput(op: string, attributes: readonly object[], inputs: readonly Tf.Tensor[]): Tf.Tensor;
  executeMultipleOutputs(
    op: string,
    attributes: readonly object[],
    inputs: readonly Tf.Tensor[],
    count: number,
  ): Tf.Tensor[];
  /** TensorFlow's number of a tf.js element type. */
  getDTypeInteger(dtype: Tf.DataType): number;
  executeSingleInput(op: string, input: Tf.Tensor): Tf.Tensor;
}

/** The TensorFlow backend when it is the one in use. */
export function tensorFlowBackend(): NodeBackend | undefined {
  // Starts the engine when nothing has run yet.
  const backend = tf.backend() as unknown as Partial<NodeBackend>;
  return tf.getBackend() === "tensorflow" && backend.binding?.library ? (backend as NodeBackend) : undefined;
}
