import { describe, expect, it } from "vitest";

import { Dataset } from "../../../lib/data/index.ts";
import { displaySymbol } from "../../../lib/display/index.ts";
import { tf } from "../../../lib/engine/index.ts";
import * as evaluate from "../../../lib/evaluate/index.ts";
import * as models from "../../../lib/models/index.ts";
import { fit } from "../../../lib/train/index.ts";
import { altered, blobs, plane, stripes } from "../models/problems.ts";

/** Inputs that are the logits, so that every figure can be worked out by hand. */
function logitsSet(logits: number[][], targets: number[]): Dataset {
  return new Dataset({
    name: "by hand",
    kind: "table",
    task: "classification",
    shape: [logits[0]!.length],
    inputs: Float32Array.from(logits.flat()),
    targets,
    ids: targets.map((_, i) => `row ${i}`),
    classes: ["cat", "dog", "eel"].slice(0, logits[0]!.length),
  });
}

function identity(units: number, activation: "linear" | "softmax" = "linear"): tf.LayersModel {
  const model = tf.sequential({
    name: "identity",
    layers: [tf.layers.dense({ units, inputShape: [units], kernelInitializer: "identity", activation })],
  });
  return model;
}

const hand = logitsSet(
  [
    [5, 0, 0],
    [0, 5, 0],
    [0, 2, 0],
    [0, 0, 9],
    [3, 0, 0],
  ],
  [0, 1, 0, 2, 0],
);

describe("evaluate.predict", () => {
  it("gives probabilities from logits, predictions and the loss of each example", async () => {
    const result = await evaluate.predict(identity(3), hand, { batchSize: 2 });
    expect(Array.from(result.predictions)).toEqual([0, 1, 1, 2, 0]);
    const e5 = Math.exp(5) / (Math.exp(5) + 2);
    expect(result.probabilities![0]).toBeCloseTo(e5, 5);
    expect(result.losses![0]).toBeCloseTo(-Math.log(e5), 5);
    expect(result.losses![2]).toBeCloseTo(Math.log(Math.exp(2) + 2), 5);
  });

  it("does not depend on the batch size", async () => {
    const set = blobs();
    const model = models.mlp(set, { seed: 1 });
    const [one, many] = [
      await evaluate.predict(model, set, { batchSize: 7 }),
      await evaluate.predict(model, set),
    ];
    expect(one.predictions).toEqual(many.predictions);
    one.losses!.forEach((loss, i) => expect(loss).toBeCloseTo(many.losses![i]!, 5));
  });

  it("takes probabilities as they are from a model that ends in a softmax", async () => {
    const result = await evaluate.predict(identity(3, "softmax"), hand);
    expect(result.probabilities![0]).toBeCloseTo(Math.exp(5) / (Math.exp(5) + 2), 5);
    expect(result.losses![0]).toBeCloseTo(-Math.log(Math.exp(5) / (Math.exp(5) + 2)), 4);
  });

  it("takes runs and baselines too, and values", async () => {
    const set = plane({ offset: 0 });
    const run = await fit(models.mlp(set), set, { display: false, epochs: 1 });
    const predicted = await evaluate.predict(run, set);
    expect(predicted.predictions.length).toBe(200);
    expect(predicted.losses![3]).toBeCloseTo((predicted.predictions[3]! - set.targets[3]!) ** 2, 4);
    expect((await evaluate.predict(models.mean(set), set)).predictor).toBe("mean");
  });

  it("leaves no tensor behind", async () => {
    const model = identity(3);
    const before = tf.memory().numTensors;
    await evaluate.predict(model, hand);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("says what it cannot take", async () => {
    await expect(evaluate.predict(Promise.resolve() as never, hand)).rejects.toThrow(
      "Did you forget to await train.fit?",
    );
    await expect(evaluate.predict(identity(3), stripes())).rejects.toThrow(
      'expected inputs [3], which "identity" takes',
    );
    const run = JSON.parse(JSON.stringify({ kind: "run" })) as never;
    await expect(evaluate.predict(run, hand)).rejects.toThrow("one that was read from a file");
  });
});

describe("evaluate.accuracy", () => {
  it("has Wilson's interval and the count", async () => {
    const result = await evaluate.accuracy(identity(3), hand);
    expect([result.value, result.count]).toEqual([0.8, 5]);
    // Wilson's 95 % interval of 4 in 5 (Newcombe 1998).
    expect(result.low).toBeCloseTo(0.3755, 3);
    expect(result.high).toBeCloseTo(0.9638, 3);
    expect(String(result)).toBe(
      "identity on by hand: accuracy 80.00 % (95 % interval 37.55 % … 96.38 %, 5 examples)",
    );
  });

  it("is for classes, as rmse is for values", async () => {
    const set = plane();
    await expect(evaluate.accuracy(models.mlp(set), set)).rejects.toThrow(
      "For values there is evaluate.rmse.",
    );
    await expect(evaluate.rmse(identity(3), hand)).rejects.toThrow("For classes there is evaluate.accuracy.");
    const mean = await evaluate.rmse(models.mean(set), set);
    const targets = Array.from(set.targets);
    const average = targets.reduce((sum, target) => sum + target, 0) / set.size;
    const deviation = Math.sqrt(targets.reduce((sum, target) => sum + (target - average) ** 2, 0) / set.size);
    expect(mean.value).toBeCloseTo(deviation, 3);
    expect(mean.low).toBeLessThan(mean.value);
    expect(mean.high).toBeGreaterThan(mean.value);
  });
});

describe("evaluate.confusion", () => {
  it("counts truth against prediction, with precision, recall and the pairs confused", async () => {
    const result = await evaluate.confusion(identity(3), hand);
    expect(result.counts).toEqual([
      [2, 1, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(
      result.perClass.map((score) => [score.class, score.precision, score.recall, score.support]),
    ).toEqual([
      ["cat", 1, 2 / 3, 3],
      ["dog", 0.5, 1, 1],
      ["eel", 1, 1, 1],
    ]);
    expect(result.perClass[0]!.f1).toBeCloseTo(0.8, 10);
    expect(result.confused).toEqual([{ truth: "cat", prediction: "dog", count: 1, ids: ["row 2"] }]);
    expect(result.accuracy.correct).toBe(4);
    expect(String(result)).toContain("Most confused: cat taken for dog (1).");
    const bundle = await result[displaySymbol]();
    expect(bundle).toHaveProperty(["application/vnd.vegalite.v5+json"]);
    expect(bundle["text/html"]).toContain("Precision and recall of each class");
  });

  it("has no figure where there is nothing to divide by", async () => {
    const set = logitsSet([[1, 0, 0]], [0]);
    const result = await evaluate.confusion(identity(3), set);
    expect([result.perClass[2]!.precision, result.perClass[2]!.recall, result.perClass[2]!.f1]).toEqual([
      null,
      null,
      null,
    ]);
    expect(String(result)).toContain("No mistakes.");
  });
});

describe("evaluate.worst", () => {
  it("lists the examples of highest loss, with truth, prediction and confidence", async () => {
    const result = await evaluate.worst(identity(3), hand, { count: 2 });
    expect(result.examples[0]).toMatchObject({ id: "row 2", row: 2, truth: "cat", prediction: "dog" });
    expect(result.examples[0]!.confidence).toBeCloseTo(Math.exp(2) / (Math.exp(2) + 2), 5);
    expect(result.examples[1]!.id).toBe("row 4");
    expect(result.count).toBe(5);
    const bundle = await result[displaySymbol]();
    expect(bundle["text/html"]).toContain("row 2");
  });

  it("shows images as pictures", async () => {
    const set = stripes();
    const result = await evaluate.worst(models.convnet(set, { filters: [4], kernelSize: 3 }), set, {
      count: 6,
    });
    const losses = result.examples.map(({ loss }) => loss);
    expect(losses).toEqual(losses.toSorted((a, b) => b - a));
    const bundle = await result[displaySymbol]();
    expect(bundle["image/png"] as string).toMatch(/^iVBOR/);
  });

  it("needs probabilities", async () => {
    await expect(evaluate.worst(models.nearestCentroid(blobs()), blobs())).rejects.toThrow(
      "expected a predictor with probabilities, got nearest centroid, which has none",
    );
  });
});

describe("evaluate.goal", () => {
  it("is judged by the interval, not by the figure alone", async () => {
    const goal = evaluate.goal({ metric: "accuracy", atLeast: 0.9 });
    expect(String(goal)).toBe("Goal: accuracy of at least 90.00 %");
    const measure = { metric: "accuracy" as const, predictor: "net", dataset: "test", count: 1000 };
    expect(evaluate.judge(goal, { ...measure, value: 0.95, low: 0.93, high: 0.96 }).verdict).toBe("pass");
    expect(evaluate.judge(goal, { ...measure, value: 0.905, low: 0.88, high: 0.92 }).verdict).toBe("warn");
    expect(evaluate.judge(goal, { ...measure, value: 0.85, low: 0.83, high: 0.91 }).verdict).toBe("fail");
    expect(evaluate.judge(goal, { ...measure, value: Number.NaN, low: 0, high: 1 }).verdict).toBe("fail");
    const error = evaluate.goal({ metric: "rmse", atMost: 2 });
    expect(evaluate.judge(error, { ...measure, metric: "RMSE", value: 1, low: 0.9, high: 1.5 }).verdict).toBe(
      "pass",
    );
    expect(() => evaluate.judge(error, { ...measure, value: 1, low: 1, high: 1 })).toThrow(
      "a measure of RMSE",
    );
  });

  it("refuses goals that make no sense", () => {
    expect(() => evaluate.goal({ metric: "accuracy", atLeast: 99 })).toThrow("did you mean 0.99?");
    expect(() => evaluate.goal({ metric: "loss", atMost: 1 })).toThrow(
      'expected metric "accuracy" or "RMSE", got "loss"',
    );
    expect(() => evaluate.goal({ metric: "accuracy", atMost: 0.5 })).toThrow(
      "atLeast between 0 and 1 for accuracy",
    );
  });
});

describe("together", () => {
  it("a small net beats the majority on what can be learnt", async () => {
    const set = stripes({ size: 300 });
    const test = stripes({ size: 90, seed: 2 });
    const run = await fit(models.convnet(set, { filters: [8], kernelSize: 3, hidden: [16], seed: 1 }), set, {
      display: false,
      learningRate: 0.005,
      epochs: 6,
    });
    const [net, dumb] = [
      await evaluate.accuracy(run, test),
      await evaluate.accuracy(models.majority(set), test),
    ];
    expect(net.low).toBeGreaterThan(dumb.high);
    expect(altered(test, {}).size).toBe(90);
  });
});
