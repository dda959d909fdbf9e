import type { LayersModel, Tensor } from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { engine, tf } from "../../../../lib/engine/index.ts";
import { losses, relativeDifference, trainingStep, weightsOf } from "./trainingStep.ts";

const native = engine.info().name === "tensorflow";

// Seeded starts, so that two models made alike are alike.
let seed = 0;
const start = () => tf.initializers.glorotUniform({ seed: ++seed });
const recurrentStart = () => ({ kernelInitializer: start(), recurrentInitializer: start() });

const image = [8, 8, 3];
const layers: Record<string, { shape: number[]; make: () => tf.layers.Layer[]; ids?: number }> = {
  dense: {
    shape: [6],
    make: () => [tf.layers.dense({ units: 5, activation: "relu", kernelInitializer: start() })],
  },
  "dense with L1, L2 and a constraint": {
    shape: [6],
    make: () => [
      tf.layers.dense({
        units: 5,
        kernelInitializer: start(),
        kernelRegularizer: tf.regularizers.l1l2({ l1: 0.01, l2: 0.02 }),
        kernelConstraint: tf.constraints.maxNorm({ maxValue: 1 }),
      }),
    ],
  },
  conv1d: {
    shape: [12, 3],
    make: () => [tf.layers.conv1d({ filters: 4, kernelSize: 3, kernelInitializer: start() })],
  },
  conv2d: {
    shape: image,
    make: () => [
      tf.layers.conv2d({ filters: 4, kernelSize: 3, activation: "relu", kernelInitializer: start() }),
    ],
  },
  "conv2d, strided and padded": {
    shape: image,
    make: () => [
      tf.layers.conv2d({
        filters: 4,
        kernelSize: 3,
        strides: 2,
        padding: "same",
        kernelInitializer: start(),
      }),
    ],
  },
  conv2dTranspose: {
    shape: image,
    make: () => [
      tf.layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, kernelInitializer: start() }),
    ],
  },
  depthwiseConv2d: {
    shape: image,
    make: () => [
      tf.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, depthwiseInitializer: start() }),
    ],
  },
  separableConv2d: {
    shape: image,
    make: () => [
      tf.layers.separableConv2d({
        filters: 4,
        kernelSize: 3,
        depthwiseInitializer: start(),
        pointwiseInitializer: start(),
      }),
    ],
  },
  conv3d: {
    shape: [5, 5, 5, 2],
    make: () => [tf.layers.conv3d({ filters: 2, kernelSize: 2, kernelInitializer: start() })],
  },
  maxPooling2d: { shape: image, make: () => [convolution(), tf.layers.maxPooling2d({ poolSize: 2 })] },
  averagePooling2d: {
    shape: image,
    make: () => [convolution(), tf.layers.averagePooling2d({ poolSize: 2 })],
  },
  globalAveragePooling2d: { shape: image, make: () => [convolution(), tf.layers.globalAveragePooling2d({})] },
  globalMaxPooling2d: { shape: image, make: () => [convolution(), tf.layers.globalMaxPooling2d({})] },
  "upSampling2d and zeroPadding2d": {
    shape: image,
    make: () => [
      convolution(),
      tf.layers.upSampling2d({ size: [2, 2] }),
      tf.layers.zeroPadding2d({ padding: 1 }),
    ],
  },
  "batchNormalization of images": {
    shape: image,
    make: () => [convolution(), tf.layers.batchNormalization()],
  },
  "batchNormalization of rows": { shape: [6], make: () => [tf.layers.batchNormalization()] },
  layerNormalization: { shape: [6], make: () => [tf.layers.layerNormalization()] },
  dropout: { shape: [6], make: () => [wide(), tf.layers.dropout({ rate: 0.5 })] },
  "dropout with a seed": { shape: [6], make: () => [wide(), tf.layers.dropout({ rate: 0.3, seed: 7 })] },
  spatialDropout1d: { shape: [12, 3], make: () => [tf.layers.spatialDropout1d({ rate: 0.5 })] },
  gaussianNoise: { shape: [6], make: () => [wide(), tf.layers.gaussianNoise({ stddev: 0.5 })] },
  gaussianDropout: { shape: [6], make: () => [wide(), tf.layers.gaussianDropout({ rate: 0.5 })] },
  alphaDropout: { shape: [6], make: () => [wide(), tf.layers.alphaDropout({ rate: 0.3 })] },
  embedding: {
    shape: [5],
    ids: 20,
    make: () => [tf.layers.embedding({ inputDim: 20, outputDim: 4, embeddingsInitializer: start() })],
  },
  simpleRNN: { shape: [6, 3], make: () => [tf.layers.simpleRNN({ units: 4, ...recurrentStart() })] },
  lstm: { shape: [6, 3], make: () => [tf.layers.lstm({ units: 4, ...recurrentStart() })] },
  gru: { shape: [6, 3], make: () => [tf.layers.gru({ units: 4, ...recurrentStart() })] },
  "bidirectional lstm": {
    shape: [6, 3],
    make: () => [
      tf.layers.bidirectional({
        layer: tf.layers.lstm({ units: 4, returnSequences: true, ...recurrentStart() }),
        mergeMode: "concat",
      }),
    ],
  },
  timeDistributed: {
    shape: [6, 3],
    make: () => [
      tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 4, kernelInitializer: start() }) }),
    ],
  },
  "masked lstm": {
    shape: [5],
    ids: 6,
    make: () => [
      tf.layers.embedding({ inputDim: 6, outputDim: 4, maskZero: true, embeddingsInitializer: start() }),
      tf.layers.lstm({ units: 4, ...recurrentStart() }),
    ],
  },
  prelu: { shape: [6], make: () => [wide(), tf.layers.prelu({})] },
  "elu, selu, softplus, swish, softmax": {
    shape: [6],
    make: () =>
      (["elu", "selu", "softplus", "swish", "softmax"] as const).map((activation) =>
        tf.layers.dense({ units: 6, activation, kernelInitializer: start() }),
      ),
  },
};

function convolution(): tf.layers.Layer {
  return tf.layers.conv2d({ filters: 4, kernelSize: 3, kernelInitializer: start() });
}

function wide(): tf.layers.Layer {
  return tf.layers.dense({ units: 32, kernelInitializer: start() });
}

function modelOf({ shape, make, ids }: (typeof layers)[string]): {
  model: LayersModel;
  inputs: Tensor;
  targets: Tensor;
} {
  seed = 100;
  const model = tf.sequential();
  const first = tf.layers.inputLayer({ inputShape: shape });
  model.add(first);
  for (const layer of make()) model.add(layer);
  const rank = (model.outputShape as number[]).length;
  if (rank > 2) model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: 2, kernelInitializer: start() }));
  const inputs = ids
    ? tf.randomUniform([8, ...shape], 0, ids - 1, "int32", 3)
    : tf.randomNormal([8, ...shape], 0, 1, "float32", 3);
  return { model, inputs, targets: tf.randomNormal([8, 2], 0, 1, "float32", 4) };
}

describe.skipIf(!native)("A traced training step equals the step run op by op, for", () => {
  it.each(Object.keys(layers))("%s", (name) => {
    const outcomes = (["graph", "eager"] as const).map((mode) => {
      const { model, inputs, targets } = modelOf(layers[name]!);
      const step = trainingStep(model, tf.train.sgd(0.01), { mode, seed: 5 });
      const result = {
        losses: losses(step, inputs, targets, 20),
        weights: weightsOf(model),
        info: step.info,
      };
      step.dispose();
      return result;
    });
    const [graph, eager] = outcomes;
    expect(graph!.info).toMatchObject({ mode: "graph", traces: 1 });
    expect(graph!.info.graphSteps).toBeGreaterThanOrEqual(17);
    // The same float32 operations in the same order, but for what TensorFlow folds and fuses: the last bits, grown by 20 steps.
    expect(relativeDifference(graph!.losses, eager!.losses)).toBeLessThan(1e-5);
    expect(relativeDifference(graph!.weights, eager!.weights)).toBeLessThan(1e-5);
    expect(new Set(graph!.losses).size).toBeGreaterThan(15);
  });
});
