import * as tf from "@tensorflow/tfjs";
import type { NodeBackend } from "./kernels.ts";

const kernelName = "ReluGrad";

/** TensorFlow's own op for the gradient of ReLU. tf.js composes it of a step function, a cast and a product, and the step
 *  function of six more passes over the data: in a small convnet that took a third of each training step. The op is a
 *  kernel with a gradient, so second derivatives work as before. */
export function registerReluGradient(): void {
  tf.registerKernel({
    kernelName,
    backendName: "tensorflow",
    kernelFunc: ({ inputs, backend }) => {
      const { dy, x } = inputs as { dy: tf.Tensor; x: tf.Tensor };
      const node = backend as NodeBackend;
      const { TF_ATTR_TYPE, TF_FLOAT } = node.binding;
      return node.executeSingleOutput(
        kernelName,
        [{ name: "T", type: TF_ATTR_TYPE, value: TF_FLOAT }],
        [dy, x],
      );
    },
  });
  tf.registerGradient({
    kernelName,
    inputsToSave: ["x"],
    gradFunc: (upstream, [x]) => ({
      dy: () => reluGradient(upstream as tf.Tensor, x!),
      x: () => tf.zerosLike(x!),
    }),
  });
  const composed = tf.getGradient("Relu");
  tf.registerGradient({
    ...composed,
    kernelName: "Relu",
    gradFunc: (dy, saved, attributes) =>
      tf.getBackend() === "tensorflow" && saved[0]!.dtype === "float32"
        ? { x: () => reluGradient(dy as tf.Tensor, saved[0]!) }
        : composed.gradFunc(dy, saved, attributes),
  });
}

function reluGradient(dy: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.engine().runKernel(kernelName, { dy, x });
}
