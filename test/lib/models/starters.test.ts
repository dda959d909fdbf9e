import { describe, expect, it } from "vitest";

import { displaySymbol } from "../../../lib/display/index.ts";
import { tf } from "../../../lib/engine/index.ts";
import * as models from "../../../lib/models/index.ts";
import { blobs, plane, stripes } from "./problems.ts";

const weightsOf = (model: tf.LayersModel): number[][] =>
  model.getWeights().map((weight) => Array.from(weight.dataSync()));

describe("mlp and convnet", () => {
  it("take shape, classes and loss from a dataset", () => {
    const net = models.mlp(blobs({ columns: 4, classes: 3 }), { hidden: [8] });
    expect(net.inputs[0]!.shape).toEqual([null, 4]);
    expect(net.outputs[0]!.shape).toEqual([null, 3]);
    expect(models.carriedLoss(net)!.kind).toBe("softmax-cross-entropy");
    const value = models.mlp(plane(), { hidden: [] });
    expect(value.outputs[0]!.shape).toEqual([null, 1]);
    expect(models.carriedLoss(value)!.kind).toBe("mean-squared-error");
    const images = models.convnet({ inputShape: [28, 28, 1], units: 10, task: "classification" });
    expect(images.countParams()).toBe(
      16 * 25 + 16 + (32 * 16 * 25 + 32) + (512 * 128 + 128) + (128 * 10 + 10),
    );
  });

  it("end in logits: no activation on the last layer", () => {
    for (const net of [models.mlp(blobs()), models.convnet(stripes(), { filters: [4], kernelSize: 3 })]) {
      expect((net.layers.at(-1)!.getConfig() as { activation: string }).activation).toBe("linear");
    }
  });

  it("start the same from the same seed, and otherwise differ", () => {
    const make = (seed: number): number[][] =>
      weightsOf(models.convnet(stripes(), { filters: [4], kernelSize: 3, seed }));
    expect(make(3)).toEqual(make(3));
    expect(make(3)).not.toEqual(make(4));
  });

  it("start layers by He: the variance of a hidden kernel is 2 / inputs", () => {
    const net = models.mlp({ inputShape: [400], units: 2, task: "classification" }, { hidden: [300] });
    const kernel = net.layers[0]!.getWeights()[0]!.dataSync();
    const variance = Array.from(kernel).reduce((sum, weight) => sum + weight * weight, 0) / kernel.length;
    expect(variance).toBeCloseTo(2 / 400, 3);
  });

  it("put dropout after each hidden layer when asked", () => {
    const net = models.mlp(blobs(), { hidden: [8, 8], dropout: 0.5 });
    expect(net.layers.filter((layer) => layer.getClassName() === "Dropout").length).toBe(2);
  });

  it("say what is wrong with their arguments", () => {
    expect(() => models.mlp(blobs(), { hiden: [8] } as never)).toThrow('Did you mean "hidden"?');
    expect(() => models.mlp(blobs(), { hidden: [8.5] })).toThrow(
      "hidden as a list of positive whole numbers",
    );
    expect(() => models.mlp(blobs(), { dropout: 1 })).toThrow("dropout from 0");
    expect(() => models.mlp({ inputShape: [4], units: 0, task: "classification" })).toThrow(
      "units of at least 1",
    );
    expect(() => models.convnet(blobs())).toThrow(
      "models.convnet: expected images [height, width, channels], got inputs of shape [4]. For tables there is models.mlp.",
    );
    expect(() => models.convnet(stripes({ side: 8 }))).toThrow("of which nothing is left after number 2");
  });
});

describe("summary", () => {
  it("lists layers, output shapes and parameters", async () => {
    const summary = models.summary(models.mlp(blobs({ columns: 4, classes: 3 }), { hidden: [8] }));
    expect(summary.layers.map(({ kind, output, parameters }) => [kind, output, parameters])).toEqual([
      ["Dense", [8], 40],
      ["Dense", [3], 27],
    ]);
    expect(summary.parameters).toBe(67);
    expect(summary.trainableParameters).toBe(67);
    expect(String(summary)).toContain("67 parameters");
    const bundle = await summary[displaySymbol]();
    expect(bundle["text/html"]).toContain("softmax cross-entropy");
  });

  it("knows frozen layers", () => {
    const net = models.mlp(blobs({ columns: 4, classes: 3 }), { hidden: [8] });
    net.layers[0]!.trainable = false;
    const summary = models.summary(net);
    expect(summary.trainableParameters).toBe(27);
    expect(summary.layers[0]!.trainable).toBe(false);
  });
});

describe("copyModel", () => {
  it("has the same weights, loss and frozen layers, and a life of its own", async () => {
    const net = models.mlp(blobs(), { hidden: [8], seed: 1 });
    net.layers[0]!.trainable = false;
    const copy = await models.copyModel(net);
    expect(weightsOf(copy)).toEqual(weightsOf(net));
    expect(models.carriedLoss(copy)).toBe(models.carriedLoss(net));
    expect(copy.trainableWeights.length).toBe(net.trainableWeights.length);
    const before = weightsOf(net);
    copy.layers.at(-1)!.weights[0]!.write(tf.zeros([8, 3]));
    expect(weightsOf(net)).toEqual(before);
    copy.dispose();
    expect(weightsOf(net)).toEqual(before);
  });
});

describe("initFinalBias", () => {
  it("predicts the class shares, or the mean target, before any training", () => {
    const set = blobs({ size: 100, classes: 2 }).take(
      Array.from({ length: 100 }, (_, i) => i).filter((row) => row % 2 === 0 || row < 20),
    );
    const net = models.mlp(set, { hidden: [] });
    models.initFinalBias(net, set);
    const [bias0, bias1] = net.layers.at(-1)!.getWeights()[1]!.dataSync();
    expect(Math.exp(bias1!) / (Math.exp(bias0!) + Math.exp(bias1!))).toBeCloseTo(10 / 60, 5);
    const values = plane({ offset: 50 });
    const line = models.mlp(values, { hidden: [] });
    expect(models.initFinalBias(line, values)[0]).toBeCloseTo(50, 0);
  });

  it("needs a bias of the right size", () => {
    const net = models.mlp(blobs({ classes: 3 }));
    expect(() => models.initFinalBias(net, blobs({ classes: 2 }))).toThrow("a last layer with a bias [2]");
  });
});
