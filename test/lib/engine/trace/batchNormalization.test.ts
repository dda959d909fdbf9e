import type { LayersModel, Tensor } from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { engine, tf } from "../../../../lib/engine/index.ts";
import { losses, relativeDifference, trainingStep, weightsOf } from "./trainingStep.ts";

const native = engine.info().name === "tensorflow";

function modelOn(
  shape: number[],
  normalization: Parameters<typeof tf.layers.batchNormalization>[0],
): LayersModel {
  const model = tf.sequential();
  model.add(tf.layers.inputLayer({ inputShape: shape }));
  model.add(tf.layers.batchNormalization(normalization));
  if (shape.length > 1) model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: 2, kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }) }));
  return model;
}

/** The same step without `engine.trace`, so with tf.js' own batch normalisation. */
function plainStep(model: LayersModel, optimizer: ReturnType<typeof tf.train.sgd>) {
  return (inputs: Tensor, targets: Tensor) =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(
        () => tf.losses.meanSquaredError(targets, model.apply(inputs, { training: true }) as Tensor),
        model.trainableWeights.map((weight) => weight.read() as never),
      );
      optimizer.applyGradients(grads);
      return value;
    });
}

describe.skipIf(!native)("Fused batch normalisation", () => {
  it.each([
    ["rows", [6], {}],
    ["sequences", [5, 3], {}],
    ["images", [4, 4, 3], {}],
    ["images, with its own epsilon and momentum", [4, 4, 3], { epsilon: 1e-2, momentum: 0.5 }],
  ] as const)("gives tf.js' losses, weights and moving averages on %s", (_, shape, options) => {
    const inputs = tf.add(tf.mul(tf.randomNormal([8, ...shape], 0, 1, "float32", 3), 3), 1);
    const targets = tf.randomNormal([8, 2], 0, 1, "float32", 4);
    const [ours, theirs] = [modelOn([...shape], options), modelOn([...shape], options)];
    const traced = trainingStep(ours, tf.train.sgd(0.02));
    const seen = losses(traced, inputs, targets, 10);
    const expected = losses(plainStep(theirs, tf.train.sgd(0.02)), inputs, targets, 10);
    // Two ways to sum a batch in float32, grown by 10 steps.
    expect(relativeDifference(seen, expected)).toBeLessThan(1e-5);
    expect(relativeDifference(weightsOf(ours), weightsOf(theirs))).toBeLessThan(1e-5);
    traced.dispose();
  });

  it("normalises without scale or centre, where tf.js' own layer fails", () => {
    const model = modelOn([6], { scale: false, center: false });
    const step = trainingStep(model, tf.train.sgd(0.02));
    const [inputs, targets] = [tf.randomNormal([8, 6], 0, 1, "float32", 3), tf.zeros([8, 2])];
    const seen = losses(step, inputs, targets, 10);
    expect(seen.at(-1)).toBeLessThan(seen[0]!);
    expect(step.info.mode).toBe("graph");
    step.dispose();
  });
});
