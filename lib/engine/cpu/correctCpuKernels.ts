import * as tf from "@tensorflow/tfjs";
import { einsum } from "../gradients/einsum.ts";

type KernelFunction = Parameters<typeof tf.registerKernel>[0]["kernelFunc"];

/** Puts right what is wrong in tf.js' cpu engine: the gradients of resizing give width and height swapped, and einsum
 *  fails when an operand has a summed axis that the other lacks. */
export function correctCpuKernels(): void {
  for (const kernelName of ["ResizeBilinearGrad", "ResizeNearestNeighborGrad"]) {
    replace(kernelName, (original) => (call) => {
      const { images } = call.inputs;
      return { ...(original(call) as tf.TensorInfo), shape: images!.shape };
    });
  }
  replace(
    "Einsum",
    () =>
      ({ inputs, attrs }) =>
        einsum(attrs!["equation"] as string, Object.values(inputs) as tf.Tensor[]),
  );
}

function replace(kernelName: string, make: (original: KernelFunction) => KernelFunction): void {
  const original = tf.getKernel(kernelName, "cpu").kernelFunc;
  tf.unregisterKernel(kernelName, "cpu");
  tf.registerKernel({ kernelName, backendName: "cpu", kernelFunc: make(original) });
}
