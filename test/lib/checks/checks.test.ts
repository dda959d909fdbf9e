import { describe, expect, it } from "vitest";

import * as checks from "../../../lib/checks/index.ts";
import { displaySymbol, hostSymbol } from "../../../lib/display/index.ts";
import { tf } from "../../../lib/engine/index.ts";
import * as models from "../../../lib/models/index.ts";
import { Random } from "../../../lib/random/index.ts";
import { altered, blobs, plane, stripes } from "../models/problems.ts";

const weightsOf = (model: tf.LayersModel): number[][] =>
  model.getWeights().map((weight) => Array.from(weight.dataSync()));

/** A net of one's own: hidden layer and output with the given settings. */
function net(
  {
    units = 3,
    columns = 4,
    activation = "linear",
    kernel = "glorotUniform" as "glorotUniform" | "zeros",
    scale = 1,
  },
  inputShape: number[] = [columns],
): tf.LayersModel {
  const initializer = (seed: number): never =>
    (kernel === "zeros"
      ? "zeros"
      : tf.initializers.varianceScaling({ scale, mode: "fanAvg", distribution: "uniform", seed })) as never;
  return tf.sequential({
    layers: [
      tf.layers.dense({
        units: 16,
        activation: "relu",
        inputShape,
        kernelInitializer: initializer(1),
      }),
      tf.layers.dense({
        units,
        activation: activation as "linear",
        kernelInitializer: initializer(2),
      }),
    ],
  });
}

/** Inputs go in, zeros come out of the first layer: what a wrong mask or a detached branch does. */
class Deaf extends tf.layers.Layer {
  static readonly className = "Deaf";
  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return shape;
  }
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.mul(Array.isArray(inputs) ? inputs[0]! : inputs, 0);
  }
}
tf.serialization.registerClass(Deaf);

describe("checks.initialLoss", () => {
  it("passes a starter at −log(1/classes)", async () => {
    const set = blobs({ classes: 3 });
    const result = await checks.initialLoss(models.mlp(set, { seed: 1 }), set);
    expect(result.verdict).toBe("pass");
    expect(result.message).toMatch(/starts at 1\.\d+, as expected from −log\(1\/3\) = 1\.099/);
    expect(result.evidence.expectedUninformed).toBeCloseTo(Math.log(3), 6);
    expect(result.evidence.examples).toBe(300);
  });

  it("passes a convnet on images, and leaves its weights and no tensor behind", async () => {
    const set = stripes();
    const model = models.convnet(set, { filters: [4], kernelSize: 3 });
    const before = weightsOf(model);
    const tensors = tf.memory().numTensors;
    expect((await checks.initialLoss(model, set)).verdict).toBe("pass");
    expect(tf.memory().numTensors).toBe(tensors);
    expect(weightsOf(model)).toEqual(before);
  });

  it("fails when weights start too large", async () => {
    const set = blobs();
    const result = await checks.initialLoss(net({ scale: 100 }), set);
    expect(result.verdict).toBe("fail");
    expect(result.evidence.fault).toBe("bad-initial-loss");
    expect(result.advice).toContain("smaller weights");
  });

  it("fails on a softmax under a loss that takes logits, although the number looks right", async () => {
    const result = await checks.initialLoss(net({ activation: "softmax" }), blobs());
    expect([result.verdict, result.evidence.fault]).toEqual(["fail", "last-activation-loss-mismatch"]);
    expect(result.message).toContain("softmax is applied twice");
  });

  it("fails on a model that was trained already", async () => {
    const set = blobs({ spread: 0.2 });
    const model = models.mlp(set, { hidden: [] });
    const fitted = models.logisticRegression(set, { l2: 0.001 });
    while (!fitted.next().done);
    const { fit } = await import("../../../lib/train/index.ts");
    await fit(model, set, { display: false, learningRate: 0.05, epochs: 30 });
    const result = await checks.initialLoss(model, set);
    expect(result.verdict).toBe("fail");
    expect(result.message).toContain("the best that is possible without looking at the inputs");
  });

  it("warns of an unequal class distribution, and passes once the final bias is set", async () => {
    const all = blobs({ classes: 2, size: 400 });
    const set = all.take(
      Array.from({ length: 400 }, (_, row) => row).filter((row) => row % 2 === 0 || row < 40),
    );
    const model = models.mlp(set);
    const before = await checks.initialLoss(model, set);
    expect([before.verdict, before.evidence.fault]).toEqual(["warn", "final-bias"]);
    expect(before.advice).toContain("models.initFinalBias(model, training)");
    models.initFinalBias(model, set);
    expect((await checks.initialLoss(model, set)).verdict).toBe("pass");
  });

  it("knows the squared error: variance with the mean in the bias, mean² + variance without", async () => {
    const set = plane({ offset: 50 });
    const model = models.mlp(set);
    const before = await checks.initialLoss(model, set);
    expect([before.verdict, before.evidence.fault]).toEqual(["warn", "final-bias"]);
    expect(before.evidence.expectedUninformed! / before.evidence.expectedFromPriors!).toBeGreaterThan(100);
    models.initFinalBias(model, set);
    expect((await checks.initialLoss(model, set)).verdict).toBe("pass");
    expect((await checks.initialLoss(models.mlp(plane({ offset: 0 })), plane({ offset: 0 }))).verdict).toBe(
      "pass",
    );
  });

  it("skips a loss of one's own, with the number", async () => {
    const set = blobs();
    const model = models.carryLoss(
      models.mlp(set),
      models.customLoss((outputs) => tf.mean(tf.square(outputs), -1), "mine"),
    );
    expect((await checks.initialLoss(model, set)).verdict).toBe("skip");
  });
});

describe("checks.overfitBatch", () => {
  it("passes starters on tables, images and values, with label and prediction side by side", async () => {
    for (const [model, set] of [
      [models.mlp(blobs(), { seed: 1 }), blobs()],
      [models.convnet(stripes(), { filters: [8], kernelSize: 3, hidden: [16], seed: 1 }), stripes()],
      [models.mlp(plane({ offset: 5 }), { seed: 1 }), plane({ offset: 5 })],
    ] as const) {
      const before = weightsOf(model);
      const tensors = tf.memory().numTensors;
      const result = await checks.overfitBatch(model, set);
      expect(result.message).toContain("8 examples");
      expect(result.verdict).toBe("pass");
      expect(result.evidence.examples.length).toBe(8);
      expect(result.evidence.steps).toBeLessThan(1000);
      expect(weightsOf(model)).toEqual(before);
      expect(tf.memory().numTensors).toBe(tensors);
      const wrong = result.evidence.examples.filter(({ label, prediction }) => label !== prediction);
      expect(wrong.length).toBe(set.task === "classification" ? 0 : 8);
    }
  });

  it("takes a function that makes a model", async () => {
    expect((await checks.overfitBatch(() => models.mlp(blobs()), blobs(), { size: 2 })).verdict).toBe("pass");
    await expect(checks.overfitBatch((() => 3) as never, blobs())).rejects.toThrow(
      "checks.overfitBatch: expected a model, or a function that returns a new one",
    );
  });

  it("fails when all weights start at zero", async () => {
    const result = await checks.overfitBatch(net({ kernel: "zeros" }), blobs(), { steps: 200 });
    expect([result.verdict, result.evidence.fault]).toEqual(["fail", "loss-not-decreasing"]);
  });

  it("fails with a learning rate of 0", async () => {
    const result = await checks.overfitBatch(models.mlp(blobs()), blobs(), { steps: 50, learningRate: 0 });
    expect(result.verdict).toBe("fail");
    expect(result.message).toContain("it learns nothing");
    expect(result.advice).toContain("a learning rate of 0");
  });

  it("fails when nothing is trainable", async () => {
    const model = models.mlp(blobs());
    for (const layer of model.layers) layer.trainable = false;
    const result = await checks.overfitBatch(model, blobs(), { steps: 50 });
    expect([result.verdict, result.evidence.fault]).toEqual(["fail", "frozen-or-unreached-weights"]);
  });

  it("fails on softmax applied twice, and says what the floor is", async () => {
    const result = await checks.overfitBatch(net({ activation: "softmax" }), blobs());
    expect([result.verdict, result.evidence.fault]).toEqual(["fail", "last-activation-loss-mismatch"]);
    expect(result.message).toContain("cannot get below 0.55");
  });

  it("fails when the inputs get lost on the way", async () => {
    const deaf = tf.sequential({
      layers: [new Deaf({ inputShape: [4] }), tf.layers.dense({ units: 3 })],
    });
    expect((await checks.overfitBatch(deaf, blobs(), { steps: 300 })).verdict).toBe("fail");
  });

  it("fails when the capacity is too small: a bottleneck of one dead-end unit", async () => {
    const narrow = tf.sequential({
      layers: [
        tf.layers.dense({
          units: 1,
          inputShape: [4],
          kernelInitializer: tf.initializers.constant({ value: -9 }),
          biasInitializer: tf.initializers.constant({ value: -99 }),
          activation: "relu",
        }),
        tf.layers.dense({ units: 3 }),
      ],
    });
    expect((await checks.overfitBatch(narrow, blobs(), { steps: 300 })).verdict).toBe("fail");
  });

  it("knows the lowest possible loss when equal inputs have different labels", async () => {
    const set = blobs({ size: 4 });
    const inputs = set.inputsOf([0, 0, 2, 3]);
    const twins = altered(set, { inputs, targets: [0, 1, 2, 0] });
    const result = await checks.overfitBatch(models.mlp(twins), twins, { size: 4 });
    // Two of four examples are a coin toss.
    expect(result.evidence.lowestLoss).toBeCloseTo(Math.log(2) / 2, 6);
    expect(result.verdict).toBe("pass");
  });
});

describe("checks.inputIndependent", () => {
  it("passes when the inputs matter", async () => {
    for (const [model, set] of [
      [models.mlp(blobs(), { seed: 1 }), blobs()],
      [
        models.convnet(stripes({ size: 300 }), { filters: [8], kernelSize: 3, hidden: [16] }),
        stripes({ size: 300 }),
      ],
      [models.mlp(plane({ offset: 0 })), plane({ offset: 0 })],
    ] as const) {
      const before = weightsOf(model);
      const tensors = tf.memory().numTensors;
      const result = await checks.inputIndependent(model, set);
      expect(result.message).toContain("with zeros in their place");
      expect(result.verdict).toBe("pass");
      expect(weightsOf(model)).toEqual(before);
      expect(tf.memory().numTensors).toBe(tensors);
    }
  });

  it("fails when labels are shuffled", async () => {
    const set = blobs({ size: 600 });
    const order = new Random(5).permutation(600);
    const shuffled = altered(set, { targets: Array.from(order, (row) => set.targets[row]!) });
    const result = await checks.inputIndependent(models.mlp(shuffled, { seed: 1 }), shuffled);
    expect([result.verdict, result.evidence.fault]).toEqual(["fail", "inputs-ignored"]);
    expect(result.advice).toContain("do the labels belong to these inputs?");
  });

  it("fails when the model ignores its inputs, has zero weights, or does not move", async () => {
    const deaf = tf.sequential({
      layers: [new Deaf({ inputShape: [4] }), tf.layers.dense({ units: 3 })],
    });
    expect((await checks.inputIndependent(deaf, blobs())).verdict).toBe("fail");
    expect((await checks.inputIndependent(net({ kernel: "zeros" }), blobs())).verdict).toBe("fail");
    expect((await checks.inputIndependent(net({}), blobs(), { learningRate: 0, steps: 5 })).verdict).not.toBe(
      "pass",
    );
  });

  it("needs some examples", async () => {
    await expect(checks.inputIndependent(models.mlp(blobs()), blobs({ size: 6 }))).rejects.toThrow(
      "checks.inputIndependent: expected at least 10 examples, got 6 in blobs.",
    );
  });
});

describe("checks.beforeTraining", () => {
  it("runs them all, tells each, and is as bad as the worst", async () => {
    const work = checks.beforeTraining({ model: models.mlp(blobs(), { seed: 1 }), training: blobs() });
    const seen: string[] = [];
    for await (const { check } of work) seen.push(check);
    const result = await work;
    expect(seen).toEqual(["checks.initialLoss", "checks.overfitBatch", "checks.inputIndependent"]);
    expect([result.verdict, result.partial]).toEqual(["pass", false]);
    const bundle = await result[displaySymbol]();
    expect(bundle["text/html"]).toContain("checks.overfitBatch");
    const broken = await checks.beforeTraining({ model: net({ activation: "softmax" }), training: blobs() });
    expect(broken.verdict).toBe("fail");
    expect(JSON.parse(JSON.stringify(broken))).toMatchObject({ verdict: "fail", partial: false });
  });

  it("ends as a whole at one interrupt", async () => {
    const globals = globalThis as { [hostSymbol]?: unknown };
    globals[hostSymbol] = {
      name: "test",
      display: () => {},
      cooperate: () => ({ interrupted: true, end: () => {} }),
    };
    try {
      const result = await checks.beforeTraining({ model: models.mlp(blobs()), training: blobs() });
      expect([result.partial, result.checks.length]).toEqual([true, 1]);
      const { verdict, evidence } = await checks.inputIndependent(models.mlp(blobs()), blobs());
      expect([verdict, evidence.gain, evidence.steps]).toEqual(["skip", Number.NaN, 100]);
    } finally {
      delete globals[hostSymbol];
    }
  });

  it("never takes a model of the user's for a fresh one", async () => {
    const model = models.mlp(blobs(), { seed: 1 });
    const before = weightsOf(model);
    await expect(checks.overfitBatch(() => model, blobs())).rejects.toThrow(
      'checks.overfitBatch: expected a function that returns a new model, got one that returns "mlp", which was there before. Hand in the model itself: it is copied.',
    );
    expect(weightsOf(model)).toEqual(before);
  });

  it("refuses counts, rates and seeds that are none", async () => {
    const model = models.mlp(blobs());
    await expect(checks.overfitBatch(model, blobs(), { steps: 0 })).rejects.toThrow(
      "checks.overfitBatch: expected steps: a positive whole number, got 0.",
    );
    await expect(checks.inputIndependent(model, blobs(), { learningRate: Number.NaN })).rejects.toThrow(
      "a learningRate that is a finite number of at least 0, got NaN.",
    );
    await expect(checks.initialLoss(model, blobs(), { examples: Number.NaN })).rejects.toThrow(
      "checks.initialLoss: expected examples: a positive whole number, got NaN.",
    );
    expect(() => checks.beforeTraining({ model, training: blobs(), seed: 1.5 })).toThrow(
      "expected a whole number as seed, got 1.5.",
    );
  });

  it("says what it needs", () => {
    expect(() => checks.beforeTraining({ model: models.mlp(blobs()) } as never)).toThrow(
      "checks.beforeTraining: expected { model, training }, got no training.",
    );
  });
});
