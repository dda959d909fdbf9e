import * as tf from "@tensorflow/tfjs";
import { conv2DBackpropFilter } from "./conv2DBackpropFilter.ts";
import { depthwiseBackpropFilter, depthwiseBackpropInput } from "./depthwiseBackprop.ts";
import type { DepthwiseAttributes } from "./depthwiseBackprop.ts";
import { einsum } from "../gradients/einsum.ts";
import { maxPoolGrad } from "./maxPoolGrad.ts";
import { unsortedSegmentSum } from "./unsortedSegmentSum.ts";

type Shape4 = [number, number, number, number];

/** Gives the wasm engine the kernels that training needs and tf.js' wasm package lacks, composed from those it has, and
 *  replaces MaxPoolGrad, which loses part of the gradient when the window's size is even. */
export function registerTrainingKernels(): void {
  tf.unregisterKernel("MaxPoolGrad", "wasm");
  register("Conv2DBackpropFilter", ({ x, dy }, { filterShape, dataFormat, ...attributes }) => {
    const last = dataFormat !== "NCHW";
    const toLast = (tensor: tf.Tensor): tf.Tensor4D =>
      (last ? tensor : tf.transpose(tensor, [0, 2, 3, 1])) as tf.Tensor4D;
    return conv2DBackpropFilter(toLast(x!), toLast(dy!), filterShape as Shape4, attributes as never);
  });
  register("DepthwiseConv2dNativeBackpropFilter", ({ x, dy }, { filterShape, ...attributes }) =>
    depthwiseBackpropFilter(
      x as tf.Tensor4D,
      dy as tf.Tensor4D,
      filterShape as Shape4,
      attributes as unknown as DepthwiseAttributes,
    ),
  );
  register("DepthwiseConv2dNativeBackpropInput", ({ dy, filter }, { inputShape, ...attributes }) =>
    depthwiseBackpropInput(
      dy as tf.Tensor4D,
      filter as tf.Tensor4D,
      inputShape as Shape4,
      attributes as unknown as DepthwiseAttributes,
    ),
  );
  register("MaxPoolGrad", ({ dy, input }, { filterSize, strides, pad, dimRoundingMode }) => {
    const info = tf.backend_util.computePool2DInfo(
      input!.shape as Shape4,
      filterSize as number,
      strides as number,
      1,
      pad as number,
      dimRoundingMode as "floor",
    );
    const gradient = maxPoolGrad(input!.dataSync<"float32">(), dy!.dataSync<"float32">(), info);
    return tf.tensor(gradient, input!.shape);
  });
  register("Einsum", (inputs, { equation }) => einsum(equation as string, Object.values(inputs)));
  register("UnsortedSegmentSum", ({ x, segmentIds }, { numSegments }) =>
    unsortedSegmentSum(x!, segmentIds as tf.Tensor1D, numSegments as number),
  );
}

/** Kernels get bare tensor descriptions. They are given as tensors, so that the composed ops take them. */
function register(
  kernelName: string,
  compose: (inputs: Record<string, tf.Tensor>, attributes: Record<string, unknown>) => tf.Tensor,
): void {
  tf.registerKernel({
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs }) =>
      tf.tidy(() =>
        compose(inputs as unknown as Record<string, tf.Tensor>, attrs as Record<string, unknown>),
      ),
  });
}
