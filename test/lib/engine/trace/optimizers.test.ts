import type { Optimizer } from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { engine, tf } from "../../../../lib/engine/index.ts";
import { losses, relativeDifference, trainingStep, weightsOf } from "./trainingStep.ts";

const native = engine.info().name === "tensorflow";

const optimizers: Record<string, () => Optimizer> = {
  sgd: () => tf.train.sgd(0.1),
  momentum: () => tf.train.momentum(0.05, 0.9),
  "nesterov momentum": () => tf.train.momentum(0.05, 0.9, true),
  adam: () => tf.train.adam(0.02),
  adamax: () => tf.train.adamax(0.02),
  "adamax with decay": () => tf.train.adamax(0.02, 0.9, 0.999, 1e-8, 0.1),
  rmsprop: () => tf.train.rmsprop(0.01),
  "rmsprop, centred, with momentum": () => tf.train.rmsprop(0.01, 0.9, 0.5, 1e-7, true),
  adagrad: () => tf.train.adagrad(0.1),
  adadelta: () => tf.train.adadelta(1),
};

it("engine.setLearningRate says what it needs", () => {
  const sgd = tf.train.sgd(0.1);
  expect(() => engine.setLearningRate(sgd, Number.NaN)).toThrow("expected a finite number, got NaN.");
  expect(() => engine.setLearningRate(new Date() as unknown as Optimizer, 0.1)).toThrow(
    "expected an optimizer with a learningRate, got a Date.",
  );
});

describe.skipIf(!native)("A traced update equals the update run op by op, for", () => {
  const run = (
    make: () => Optimizer,
    mode: "graph" | "eager",
    rates: (step: number) => number | undefined,
  ) => {
    const kernelInitializer = (seed: number) => tf.initializers.glorotUniform({ seed });
    const model = tf.sequential({
      layers: [
        tf.layers.dense({
          units: 8,
          activation: "tanh",
          inputShape: [4],
          kernelInitializer: kernelInitializer(1),
        }),
        tf.layers.dense({ units: 2, kernelInitializer: kernelInitializer(2) }),
      ],
    });
    const inputs = tf.randomNormal([16, 4], 0, 1, "float32", 3);
    const targets = tf.randomNormal([16, 2], 0, 1, "float32", 4);
    const optimizer = make();
    const step = trainingStep(model, optimizer, { mode });
    const lossesSeen = losses(step, inputs, targets, 20, (i) => {
      const rate = rates(i);
      if (rate !== undefined) engine.setLearningRate(optimizer, rate);
    });
    const { info } = step;
    step.dispose();
    return {
      losses: lossesSeen,
      weights: weightsOf(model),
      info,
      iterations: (optimizer as unknown as { iterations: number }).iterations,
    };
  };

  it.each(Object.keys(optimizers))("%s", (name) => {
    const graph = run(optimizers[name]!, "graph", () => undefined);
    const eager = run(optimizers[name]!, "eager", () => undefined);
    expect(graph.info).toMatchObject({ mode: "graph", traces: 1 });
    expect(graph.info.graphSteps).toBeGreaterThanOrEqual(17);
    // float32's last bits, grown by 20 steps.
    expect(relativeDifference(graph.losses, eager.losses)).toBeLessThan(1e-5);
    expect(relativeDifference(graph.weights, eager.weights)).toBeLessThan(1e-5);
    expect(graph.iterations).toBe(20);
  });

  it.each(Object.keys(optimizers))(
    "%s, when its learning rate changes at steps 1, 2, 8 and 15, with one recording",
    (name) => {
      const rates = (step: number) => ({ 1: 0.03, 2: 0.004, 8: 0.05, 15: 0 })[step];
      const graph = run(optimizers[name]!, "graph", rates);
      const eager = run(optimizers[name]!, "eager", rates);
      expect(graph.info).toMatchObject({ mode: "graph", traces: 1 });
      expect(relativeDifference(graph.losses, eager.losses)).toBeLessThan(1e-5);
      expect(relativeDifference(graph.weights, eager.weights)).toBeLessThan(1e-5);
    },
  );
});
