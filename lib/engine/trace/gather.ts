import type { KernelConfig, Tensor } from "@tensorflow/tfjs";
import { core, tf } from "./tfjs.ts";
import type { NodeBackend } from "./tfjs.ts";

let done = false;

/** Replaces tfjs-node's kernel of `tf.gather` (embeddings): it reads all indices back to check their range in JavaScript, which
 *  no graph can do and which TensorFlow does itself. */
export function letGatherRunUnread(): void {
  if (done) return;
  const config = core.getKernel("GatherV2", "tensorflow") as {
    kernelFunc: KernelConfig["kernelFunc"];
  } | null;
  if (!config) return;
  done = true;
  config.kernelFunc = ({ inputs, attrs, backend }) => {
    const { x, indices } = inputs as unknown as { x: Tensor; indices: Tensor };
    const { axis, batchDims } = attrs as unknown as { axis: number; batchDims: number };
    tf.backend_util.segment_util.collectGatherOpShapeInfo(x, indices, axis, batchDims);
    const node = backend as unknown as NodeBackend;
    const { TF_ATTR_INT, TF_ATTR_TYPE, TF_INT32 } = node.binding;
    const along = tf.scalar(axis, "int32");
    const type = (name: string, value: number) => ({ name, type: TF_ATTR_TYPE, value });
    const attributes = [
      { name: "batch_dims", type: TF_ATTR_INT, value: batchDims },
      type("Tparams", node.getDTypeInteger(x.dtype)),
      type("Tindices", node.getDTypeInteger(indices.dtype)),
      type("Taxis", TF_INT32),
    ];
    const result = node.executeSingleOutput("GatherV2", attributes, [x, indices, along]);
    along.dispose();
    return result;
  };
}
