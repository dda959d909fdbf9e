import { describe, expect, it } from "vitest";

import { hostSymbol } from "../../../lib/display/index.ts";
import { displaySymbol } from "../../../lib/display/index.ts";
import { tf } from "../../../lib/engine/index.ts";
import * as models from "../../../lib/models/index.ts";
import * as train from "../../../lib/train/index.ts";
import type { FitOptions } from "../../../lib/train/index.ts";
import { altered, blobs, plane, stripes } from "../models/problems.ts";

const quiet: FitOptions = { display: false, learningRate: 0.01, batchSize: 32 };
const weightsOf = (model: tf.LayersModel): number[][] =>
  model.getWeights().map((weight) => Array.from(weight.dataSync()));
const positions = (size: number): number[] => Array.from({ length: size }, (_, i) => i);

describe("train.fit", () => {
  it("learns what can be learnt, and measures the whole validation set after each epoch", async () => {
    const training = blobs({ seed: 1 });
    const net = models.mlp(training, { hidden: [16], seed: 2 });
    const run = await train.fit(net, training, { ...quiet, validation: training, epochs: 8, seed: 3 });
    expect(run.history.map(({ epoch, steps }) => [epoch, steps])).toEqual(
      positions(8).map((epoch) => [epoch + 1, 10]),
    );
    const last = run.history.at(-1)!;
    expect(last.validationAccuracy!).toBeGreaterThan(0.95);
    expect(last.validationLoss!).toBeLessThan(run.history[0]!.validationLoss!);
    expect(last.loss).toBeLessThan(run.history[0]!.loss);
    // The validation figures are those of the model as it is now, over all 300 examples.
    const logits = net.predict(training.inputTensor()) as tf.Tensor;
    const loss = models.softmaxCrossEntropy().mean(logits, training.targetTensor()).dataSync()[0]!;
    expect(last.validationLoss).toBeCloseTo(loss, 5);
    expect(run.model).toBe(net);
    expect([run.ended, run.partial, run.weightsOfEpoch]).toEqual(["all epochs done", false, 8]);
  });

  it("gives the same losses and weights, bit for bit, for the same seed, and others for another", async () => {
    const training = stripes();
    const once = async (seed: number) => {
      const net = models.convnet(training, { filters: [4], kernelSize: 3, hidden: [8], seed: 1 });
      const run = await train.fit(net, training, { ...quiet, batchSize: 16, epochs: 3, seed });
      return {
        losses: run.firstLosses,
        epochs: run.history.map(({ loss }) => loss),
        weights: weightsOf(net),
      };
    };
    const first = await once(5);
    expect(await once(5)).toEqual(first);
    expect((await once(6)).losses).not.toEqual(first.losses);
  });

  it("draws another dropout mask at every step, the same ones for the same seed", async () => {
    const training = blobs();
    const once = async () => {
      const net = models.mlp(training, { hidden: [32], dropout: 0.5, seed: 1 });
      // With a learning rate of 0 nothing but the masks differs from epoch to epoch.
      return (
        await train.fit(net, training, {
          ...quiet,
          batchSize: 300,
          learningRate: 0,
          shuffle: false,
          epochs: 6,
        })
      ).firstLosses;
    };
    const losses = await once();
    expect(new Set(losses).size).toBe(6);
    expect(await once()).toEqual(losses);
  });

  it("is plain data with the model beside it, and records every hyper-parameter as chosen or default", async () => {
    const training = blobs();
    const net = models.mlp(training);
    const run = await train.fit(net, training, { display: false, epochs: 1, hypothesis: "it learns" });
    const copy = JSON.parse(JSON.stringify(run)) as typeof run;
    expect(copy.model).toBeUndefined();
    expect(copy.hypothesis).toBe("it learns");
    expect(run.config["learningRate"]).toEqual({ value: 3e-4, chosen: false });
    expect(run.config["epochs"]).toEqual({ value: 1, chosen: true });
    expect(run.config["beta2"]).toEqual({ value: 0.999, chosen: false });
    expect(Object.keys(run.config)).toEqual(
      expect.arrayContaining([
        "loss",
        "optimizer",
        "schedule",
        "batchSize",
        "seed",
        "shuffle",
        "patience",
        "restoreBest",
      ]),
    );
    expect(run.data.training.fingerprint).toMatch(/^[0-9a-f]{12}$/);
    expect(run.engine.name).toBe(tf.getBackend());
    expect(run.examplesPerSecond).toBeGreaterThan(0);
    const bundle = await run[displaySymbol]();
    expect(bundle["text/html"]).toContain("Every hyper-parameter");
    expect(String(run)).toContain("1 epoch in");
  });

  it("leaves no tensor behind but the model's weights", async () => {
    const training = stripes();
    const net = models.convnet(training, { filters: [4], kernelSize: 3, hidden: [8] });
    const before = tf.memory().numTensors;
    await train.fit(net, training, {
      ...quiet,
      batchSize: 32,
      epochs: 2,
      validation: training,
      restoreBest: true,
    });
    expect(tf.memory().numTensors).toBe(before);
    const work = train.fit(net, training, { ...quiet, epochs: 50 });
    work.stop();
    await work;
    expect(tf.memory().numTensors).toBe(before);
  });

  it("tells its events, also to who comes late", async () => {
    const training = blobs();
    const work = train.fit(models.mlp(training), training, { ...quiet, epochs: 3, validation: training });
    await work;
    const kinds: string[] = [];
    for await (const event of work) kinds.push(event.kind);
    expect(kinds.filter((kind) => kind === "epoch").length).toBe(3);
    expect(kinds[0]).toBe("start");
    expect(kinds.at(-1)).toBe("end");
  });

  it("stops between two steps when asked, with the run so far and the weights usable", async () => {
    const training = blobs({ size: 3000 });
    const net = models.mlp(training);
    const start = weightsOf(net);
    const controller = new AbortController();
    const run = await train.fit(net, training, {
      ...quiet,
      epochs: 10_000,
      signal: controller.signal,
      onProgress: (event) => event.kind === "epoch" && event.epoch === 2 && controller.abort(),
    });
    expect([run.ended, run.partial]).toEqual(["interrupted", true]);
    expect(run.history.length).toBeGreaterThanOrEqual(2);
    expect(run.history.length).toBeLessThan(100);
    expect(weightsOf(net)).not.toEqual(start);
    expect(
      weightsOf(net)
        .flat()
        .every((weight) => Number.isFinite(weight)),
    ).toBe(true);
    expect(String(run)).toContain("interrupted, partial");
  });

  it("answers the notebook's interrupt", async () => {
    const section = { interrupted: false, ended: false, end: () => (section.ended = true) };
    const host = { name: "test", display: () => {}, cooperate: () => section };
    const globals = globalThis as { [hostSymbol]?: unknown };
    globals[hostSymbol] = host;
    try {
      const training = blobs();
      const run = await train.fit(models.mlp(training), training, {
        ...quiet,
        epochs: 10_000,
        onProgress: (event) => {
          if (event.kind === "epoch" && event.epoch === 3) section.interrupted = true;
        },
      });
      expect(run.ended).toBe("interrupted");
      expect(section.ended).toBe(true);
    } finally {
      delete globals[hostSymbol];
    }
  });

  it("stops at a loss that is not finite, says so, and puts the last good weights back", async () => {
    const training = plane();
    const net = models.mlp(training, { hidden: [8], seed: 1 });
    const run = await train.fit(net, training, { ...quiet, optimizer: "sgd", learningRate: 1e6, epochs: 30 });
    expect([run.ended, run.partial]).toEqual(["loss not finite", true]);
    expect(run.findings[0]).toMatchObject({ id: "non-finite", verdict: "fail" });
    expect(run.findings[0]!.message).toMatch(/not finite at step \d+ \(epoch 1\).*it started with/);
    expect(
      weightsOf(net)
        .flat()
        .every((weight) => Number.isFinite(weight)),
    ).toBe(true);
    expect(weightsOf(net)).toEqual(weightsOf(models.mlp(training, { hidden: [8], seed: 1 })));
  });

  it("stops without improvement after `patience` epochs and restores the best weights", async () => {
    const training = blobs({ size: 60, spread: 3 });
    const validation = blobs({ size: 300, spread: 3, seed: 1 });
    const net = models.mlp(training, { hidden: [64], seed: 1 });
    const run = await train.fit(net, training, {
      ...quiet,
      learningRate: 0.03,
      validation,
      epochs: 500,
      patience: 5,
    });
    expect(run.ended).toBe("no improvement");
    const losses = run.history.map(({ validationLoss }) => validationLoss!);
    const best = losses.indexOf(Math.min(...losses)) + 1;
    expect(run.weightsOfEpoch).toBe(best);
    expect(run.history.length).toBe(best + 5);
    const logits = net.predict(validation.inputTensor()) as tf.Tensor;
    const loss = models.softmaxCrossEntropy().mean(logits, validation.targetTensor()).dataSync()[0]!;
    expect(loss).toBeCloseTo(losses[best - 1]!, 5);
    expect(run.partial).toBe(false);
  });

  it("follows a schedule step by step", async () => {
    const training = blobs();
    const seen: number[] = [];
    const run = await train.fit(models.mlp(training), training, {
      ...quiet,
      batchSize: 100,
      epochs: 2,
      learningRate: 1,
      schedule: ({ step, totalSteps, learningRate }) => {
        seen.push(step, totalSteps);
        return learningRate * 1e-3;
      },
    });
    expect(seen).toEqual([0, 6, 1, 6, 2, 6, 3, 6, 4, 6, 5, 6]);
    expect(run.history[1]!.learningRate).toBe(1e-3);
    const linear = await train.fit(models.mlp(training), training, {
      ...quiet,
      batchSize: 100,
      epochs: 1,
      learningRate: 0.3,
      schedule: "linear",
    });
    expect(linear.history[0]!.learningRate).toBeCloseTo(0.1, 10);
  });

  it("weighs a short last batch by its examples", async () => {
    const training = blobs({ size: 100 });
    const net = models.mlp(training, { seed: 1 });
    const loss = models
      .softmaxCrossEntropy()
      .mean(net.predict(training.inputTensor()) as tf.Tensor, training.targetTensor())
      .dataSync()[0]!;
    const run = await train.fit(net, training, { display: false, batchSize: 64, learningRate: 0, epochs: 1 });
    expect(run.history[0]!.loss).toBeCloseTo(loss, 5);
    expect(run.history[0]!.steps).toBe(2);
  });

  it("takes tf.js' optimisers, and a loss of one's own", async () => {
    const training = plane({ offset: 0 });
    const net = models.mlp(training, { hidden: [], seed: 1 });
    const run = await train.fit(net, training, {
      display: false,
      epochs: 60,
      optimizer: tf.train.rmsprop(0.02),
      loss: (outputs, targets) => tf.abs(tf.sub(tf.reshape(outputs, [-1]), targets)),
    });
    expect(run.config["optimizer"]).toEqual({ value: "RMSProp", chosen: true });
    expect(run.history.at(-1)!.loss).toBeLessThan(0.3 * run.history[0]!.loss);
  });

  it("adds the penalty of regularisers to the gradient, not to the reported loss", async () => {
    const training = plane({ offset: 0 });
    const build = (l2: number): tf.LayersModel =>
      tf.sequential({
        layers: [
          tf.layers.dense({
            units: 1,
            inputShape: [3],
            kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
            kernelRegularizer: tf.regularizers.l2({ l2 }),
          }),
        ],
      });
    const size = async (l2: number): Promise<{ weight: number; first: number }> => {
      const net = build(l2);
      const run = await train.fit(net, training, { ...quiet, learningRate: 0.05, epochs: 40 });
      const kernel = net.getWeights()[0]!.dataSync();
      return { weight: Array.from(kernel).reduce((sum, w) => sum + w * w, 0), first: run.firstLosses[0]! };
    };
    const [free, held] = [await size(0), await size(10)];
    expect(held.weight).toBeLessThan(0.1 * free.weight);
    expect(held.first).toBeCloseTo(free.first, 5);
  });

  it("leaves frozen layers as they are, and warns of weights that the loss does not depend on", async () => {
    const training = blobs();
    const net = models.mlp(training, { hidden: [8], seed: 1 });
    net.layers[0]!.trainable = false;
    const before = weightsOf(net);
    const run = await train.fit(net, training, { ...quiet, epochs: 2 });
    const frozen = net.layers[0]!.getWeights()[0]!.dataSync();
    expect(before).toContainEqual(Array.from(frozen));
    expect(run.findings).toEqual([]);
  });

  it("names model and dataset when their shapes don't fit", () => {
    const images = stripes();
    const net = models.mlp(blobs({ columns: 64 }));
    expect(() => train.fit(net, images, quiet)).toThrow(
      'train.fit: expected inputs [64], which "mlp" takes, got stripes with inputs [8, 8, 1]. Begin the model with tf.layers.flatten({ inputShape: [8, 8, 1] }).',
    );
    expect(() => train.fit(models.mlp(blobs({ classes: 2 })), blobs({ classes: 3 }), quiet)).toThrow(
      'train.fit: expected outputs [3], one logit for each class of blobs, got outputs [2] of "mlp".',
    );
    const good = models.mlp(blobs());
    expect(() => train.fit(good, blobs(), { ...quiet, validation: images })).toThrow("got stripes");
    expect(() => train.fit(undefined as never, blobs(), quiet)).toThrow("expected a tf.LayersModel");
  });

  it("names the examples that cannot be trained on", async () => {
    const set = blobs();
    const net = models.mlp(set);
    const targets = Array.from(set.targets);
    targets[3] = -1;
    targets[8] = 9;
    expect(() => train.fit(net, altered(set, { targets }), quiet)).toThrow(
      "train.fit: expected labels from 0 to 2, the 3 classes of blobs, got label -1 and the like in 2 of 300 examples, id 3, 8.",
    );
    const inputs = set.inputsOf(positions(300));
    inputs[4 * 5 + 1] = Number.NaN;
    inputs[4 * 9 + 2] = Infinity;
    await expect(train.fit(net, altered(set, { inputs }), quiet)).rejects.toThrow(
      'train.fit: expected finite inputs, got NaN in column "x1" in 2 of 300 examples, id 5, 9.',
    );
    expect(() => train.fit(net, set.take([]), quiet)).toThrow(
      "expected at least one example, got blobs with none",
    );
  });

  it("refuses options that make no sense", () => {
    const set = blobs();
    const net = models.mlp(set);
    const attempt = (options: object) => () => train.fit(net, set, { display: false, ...options });
    expect(attempt({ epochs: 0 })).toThrow("train.fit: expected epochs of at least 1, got 0.");
    expect(attempt({ batchSize: 301 })).toThrow(
      "train.fit: expected a batchSize of at most 300, the examples of blobs, got 301. Did you mean batchSize: 64?",
    );
    expect(attempt({ learningrate: 1 })).toThrow('Did you mean "learningRate"?');
    expect(attempt({ optimizer: "adamm" })).toThrow("optimizer adam, sgd, momentum");
    expect(attempt({ learningRate: Number.NaN })).toThrow("a learningRate that is a finite number");
    expect(attempt({ seed: 0.5 })).toThrow("train.fit: expected a whole number as seed, got 0.5.");
    // At once, and not when the notebook's interrupts are already taken over.
    expect(attempt({ schedule: "cosin" })).toThrow("a schedule among constant, linear, cosine");
    expect(attempt({ patience: 3 })).toThrow("a validation set with patience and restoreBest");
    net.layers.forEach((layer) => (layer.trainable = false));
    expect(attempt({})).toThrow('expected a model with weights to train, got "mlp" without any');
  });

  it("leaves no tensor, and no interrupt of the notebook, behind when a step fails", async () => {
    const training = blobs();
    const net = models.mlp(training, { seed: 1 });
    const before = tf.memory().numTensors;
    let open = 0;
    const globals = globalThis as { [hostSymbol]?: unknown };
    globals[hostSymbol] = {
      name: "test",
      display: () => {},
      cooperate: () => {
        open++;
        return { interrupted: false, end: () => open-- };
      },
    };
    const fails = (options: FitOptions) => train.fit(net, training, { ...quiet, ...options });
    try {
      await expect(
        fails({ schedule: ({ step }) => (step === 3 ? Number.NaN : 0.01), epochs: 1 }),
      ).rejects.toThrow("a finite learning rate of at least 0, got NaN at step 3 of 10.");
    } finally {
      delete globals[hostSymbol];
    }
    expect([tf.memory().numTensors, open]).toEqual([before, 0]);
  });

  it("names examples with NaN however many there are", async () => {
    const many = blobs({ size: 200_000 });
    const inputs = new Float32Array(200_000 * 4).fill(Number.NaN);
    await expect(
      train.fit(models.mlp(many), altered(many, { inputs }), { ...quiet, batchSize: 64 }),
    ).rejects.toThrow("in 200,000 of 200,000 examples, id 0, 1, 2, 3, 4, ….");
  });

  it("frees what a step made when its loss throws", async () => {
    const training = blobs();
    const net = models.mlp(training);
    const failing = train.fit(net, training, {
      ...quiet,
      loss: (outputs) => {
        tf.square(tf.relu(outputs));
        throw new Error("no such loss");
      },
    });
    const before = tf.memory().numTensors;
    await expect(failing).rejects.toThrow("no such loss");
    expect(tf.memory().numTensors).toBe(before);
  });

  it("keeps the run when it cannot be shown", async () => {
    const globals = globalThis as { [hostSymbol]?: unknown };
    const warnings: string[] = [];
    const listen = (warning: Error): void => void warnings.push(warning.message);
    process.on("warning", listen);
    globals[hostSymbol] = {
      name: "test",
      display: (_: unknown, { displayId }: { displayId?: string } = {}) => {
        if (displayId !== undefined) throw new Error("the page is gone");
      },
      cooperate: () => ({ interrupted: false, end: () => {} }),
    };
    try {
      const training = blobs();
      const run = await train.fit(models.mlp(training), training, { ...quiet, display: true, epochs: 1 });
      expect(run.ended).toBe("all epochs done");
      await new Promise((resolve) => setImmediate(resolve));
      expect(warnings).toEqual(["the training is done, but it cannot be shown: the page is gone"]);
    } finally {
      delete globals[hostSymbol];
      process.off("warning", listen);
    }
  });

  it("places an interrupted epoch by the length of a whole one", async () => {
    const training = blobs();
    const work = train.fit(models.mlp(training), training, {
      ...quiet,
      batchSize: 1,
      epochs: 2,
      schedule: ({ step, learningRate }) => {
        if (step === 30) work.stop();
        return learningRate;
      },
    });
    const run = await work;
    const spec = train.historyPlot(run);
    const last = Math.max(...spec.data.values.map(({ x }) => x as number));
    expect(last).toBeCloseTo(run.history[0]!.steps / 300, 3);
  });

  it("shows progress and a plot unless told not to", async () => {
    const shown: { bundle: Record<string, unknown>; update: boolean }[] = [];
    const host = {
      name: "test",
      display: (bundle: Record<string, unknown>, options?: { update?: boolean }) => {
        shown.push({ bundle, update: options?.update ?? false });
      },
      cooperate: () => ({ interrupted: false, end: () => {} }),
    };
    const globals = globalThis as { [hostSymbol]?: unknown };
    globals[hostSymbol] = host;
    try {
      const training = blobs();
      await train.fit(models.mlp(training), training, {
        ...quiet,
        display: true,
        epochs: 3,
        validation: training,
      });
    } finally {
      delete globals[hostSymbol];
    }
    const html = shown.map(({ bundle }) => (bundle["text/html"] as string | undefined) ?? "").join("\n");
    expect(html).toContain("<progress");
    expect(html).toContain("data:image/png;base64,");
    expect(html).toContain("Every hyper-parameter");
    const plots = shown.filter(({ bundle }) => "application/vnd.vegalite.v5+json" in bundle);
    expect(plots.length).toBe(2);
  });
});
