import type { Tensor } from "@tensorflow/tfjs";
import { currentStep } from "./StepContext.ts";
import { core, tensorFlowBackend, tf } from "./tfjs.ts";
import type { NodeBackend } from "./tfjs.ts";

/** What tf.js' BatchNormalization layer keeps. */
interface BatchNormalizationLayer {
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly gamma?: LayerVariable;
  readonly beta?: LayerVariable;
  readonly movingMean: LayerVariable;
  readonly movingVariance: LayerVariable;
  call: (inputs: Tensor | Tensor[], kwargs: Record<string, unknown>) => Tensor | Tensor[];
}

interface LayerVariable {
  read(): Tensor;
  write(value: Tensor): unknown;
}

/** tf.js composes batch normalisation in training, and its gradient, of some twenty element-wise ops. Within a traced step on
 *  TensorFlow they are one fused op each; the layer's result, gradients and moving averages stay what they are. Not for
 *  second derivatives, nor for another axis than the last. */
function install(): void {
  const prototype = Object.getPrototypeOf(tf.layers.batchNormalization()) as BatchNormalizationLayer;
  const { call } = prototype;
  prototype.call = function (this: BatchNormalizationLayer, inputs, kwargs) {
    const input = Array.isArray(inputs) ? inputs[0]! : inputs;
    const backend = currentStep() && kwargs["training"] ? tensorFlowBackend() : undefined;
    const last = this.axis === -1 || this.axis === input.rank - 1;
    if (!backend || !last || input.rank > 4 || tf.engine().state.gradientDepth > 1)
      return call.call(this, inputs, kwargs);
    return tf.tidy(() => normalize(backend, this, input));
  };
}

function normalize(backend: NodeBackend, layer: BatchNormalizationLayer, input: Tensor): Tensor {
  const channels = input.shape.at(-1)!;
  const gamma = layer.gamma?.read() ?? tf.ones([channels]);
  const beta = layer.beta?.read() ?? tf.zeros([channels]);
  // Images are the form the op takes: [batch, height, width, channels].
  const image = tf.reshape(input, [...input.shape.slice(0, -1), 1, 1].slice(0, 3).concat(channels));
  const empty = tf.tensor1d([]);
  const attributes = attributesOf(backend, layer.epsilon);
  const [output, mean, unbiased, ...reserved] = backend.executeMultipleOutputs(
    "FusedBatchNormV3",
    attributes,
    [image, gamma, beta, empty, empty],
    6,
  ) as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
  const count = image.size / channels;
  // TensorFlow's op gives the variance of a sample; tf.js' layer keeps that of the batch.
  update(layer.movingMean, mean, layer.momentum);
  update(layer.movingVariance, tf.mul(unbiased, Math.max(count - 1, 1) / count), layer.momentum);
  const differentiable = tf.customGrad((...given) => {
    const [image, gamma] = given as unknown as [Tensor, Tensor];
    const save = given.at(-1) as unknown as (tensors: Tensor[]) => void;
    save([image, gamma, ...reserved]);
    return {
      value: output,
      gradFunc: (upstream: Tensor | Tensor[], saved: Tensor[]) =>
        backend
          .executeMultipleOutputs("FusedBatchNormGradV3", attributes, [upstream as Tensor, ...saved], 5)
          .slice(0, 3),
    };
  });
  return tf.reshape(differentiable(image, gamma, beta), input.shape);
}

function attributesOf({ binding }: NodeBackend, epsilon: number): readonly object[] {
  return [
    { name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: "U", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: "epsilon", type: binding.TF_ATTR_FLOAT, value: epsilon },
    { name: "data_format", type: binding.TF_ATTR_STRING, value: "NHWC" },
    { name: "is_training", type: binding.TF_ATTR_BOOL, value: true },
  ];
}

/** As tf.js' layer does it. */
function update(average: LayerVariable, value: Tensor, momentum: number): void {
  const before = average.read();
  average.write(core.sub(before, core.mul(core.sub(before, value), 1 - momentum)));
}

install();
