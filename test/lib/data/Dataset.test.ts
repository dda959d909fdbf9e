import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { displaySymbol } from "../../../lib/display/index.ts";
import { Dataset } from "../../../lib/data/index.ts";
import { DataError, OptionError } from "../../../lib/errors/index.ts";

/** Ten images of 1 × 2 bytes: example i holds [i, 255 − i], class i mod 3, id 100 + i. */
function tiny(): Dataset {
  return new Dataset({
    name: "tiny",
    kind: "images",
    task: "classification",
    shape: [1, 2, 1],
    inputs: Uint8Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? i / 2 : 255 - (i - 1) / 2)),
    targets: Array.from({ length: 10 }, (_, i) => i % 3),
    ids: Array.from({ length: 10 }, (_, i) => 100 + i),
    classes: ["a", "b", "c"],
  });
}

const idsOf = (dataset: Dataset): (number | string)[] => Array.from(dataset.ids as number[]);

describe("Dataset", () => {
  test("decodes bytes to float32 byte / 255, in JavaScript and as a tensor alike", async () => {
    const dataset = tiny();
    const inputs = dataset.inputsOf([3, 0]);
    expect(inputs).toEqual(Float32Array.of(3 / 255, 252 / 255, 0, 1));
    const tensor = dataset.inputTensor([3, 0]);
    expect(tensor.shape).toEqual([2, 1, 2, 1]);
    expect(await tensor.data()).toEqual(inputs);
    tensor.dispose();
  });

  test("decodes every byte to exactly byte / 255 in float32", () => {
    const dataset = new Dataset({
      name: "bytes",
      kind: "images",
      task: "regression",
      shape: [256],
      inputs: Uint8Array.from({ length: 256 }, (_, byte) => byte),
      targets: [0],
    });
    expect(dataset.inputsOf()).toEqual(Float32Array.from({ length: 256 }, (_, byte) => byte / 255));
  });

  test("decodes bytes into a declared range", () => {
    const { name, kind, task, shape } = tiny();
    const dataset = new Dataset({
      name,
      kind,
      task,
      shape,
      inputs: Uint8Array.of(0, 255),
      targets: [0],
      range: [-1, 1],
    });
    expect(dataset.inputsOf()).toEqual(Float32Array.of(-1, 1));
  });

  test("ids, targets and inputs stay together through take, where and sortBy", () => {
    const dataset = tiny()
      .take([9, 1, 5, 7])
      .where((example) => example.target !== 0)
      .sortBy((example) => example.inputs[0]!, { descending: true });
    expect(idsOf(dataset)).toEqual([107, 105, 101]);
    expect([...dataset.targets]).toEqual([1, 2, 1]);
    expect(dataset.inputsOf()[2]).toBe(Math.fround(5 / 255));
  });

  test("where(ids) keeps the order of the ids, so that scores that belong to them fit", () => {
    const dataset = tiny().where([108, 101, 104]);
    expect(idsOf(dataset)).toEqual([108, 101, 104]);
    expect(idsOf(dataset.sortBy([2, 3, 1]))).toEqual([104, 108, 101]);
  });

  test("sortBy is stable and puts NaN last in both directions", () => {
    const scores = [1, Number.NaN, 0, 1, 0, 5, Number.NaN, 0, 0, 0];
    expect(idsOf(tiny().sortBy(scores)).slice(-5)).toEqual([100, 103, 105, 101, 106]);
    expect(idsOf(tiny().sortBy(scores, { descending: true })).slice(0, 3)).toEqual([105, 100, 103]);
    expect(idsOf(tiny().sortBy(scores, { descending: true })).slice(-2)).toEqual([101, 106]);
  });

  test("sample is seeded, without repetition, and stratified on request", () => {
    const one = idsOf(tiny().sample(5, { seed: 1 }));
    expect(idsOf(tiny().sample(5, { seed: 1 }))).toEqual(one);
    expect(idsOf(tiny().sample(5, { seed: 2 }))).not.toEqual(one);
    expect(new Set(one).size).toBe(5);
    const targets = [...tiny().sample(6, { seed: 1, stratified: true }).targets].sort((a, b) => a - b);
    expect(targets).toEqual([0, 0, 1, 1, 2, 2]);
    expect(tiny().sample(99).size).toBe(10);
  });

  test("the same inputs behind a view are not copied, and an empty view works", () => {
    const empty = tiny().where(() => false);
    expect(empty.size).toBe(0);
    const tensor = empty.inputTensor();
    expect(tensor.shape).toEqual([0, 1, 2, 1]);
    tensor.dispose();
  });

  test("reports what is wrong with its parts", () => {
    const base = { name: "x", kind: "table", task: "classification", shape: [2] } as const;
    const make = (options: object): Dataset =>
      new Dataset({ ...base, inputs: new Float32Array(4), ...options } as never);
    expect(() => make({ targets: [0] })).toThrow(
      "data.dataset: expected 1 × 2 = 2 input values for 1 targets, got 4. There are 2 inputs: inputs and targets must be pairs.",
    );
    expect(() => make({ targets: [0, 1.5] })).toThrow(/class ids that are whole numbers, got 1.5 for id 1/);
    expect(() => make({ targets: [0, Number.NaN] })).toThrow(DataError);
    expect(() => make({ targets: [0, 1], ids: ["a", "a"] })).toThrow(
      /ids that differ from each other, got "a" twice/,
    );
    expect(() => make({ targets: [0, 1], labels: [] })).toThrow(OptionError);
    expect(() => tiny().take([10])).toThrow("dataset.take: expected positions from 0 to 9, got 10.");
    expect(() => tiny().where([1])).toThrow(
      /dataset.where: expected ids of tiny, got 1. Its ids look like 100, 101, 102./,
    );
    expect(() => tiny().sortBy([1])).toThrow(/one score for each of the 10 examples, got 1/);
  });

  test("labels outside of the classes are kept, for labelDomain to find", () => {
    const dataset = new Dataset({
      name: "x",
      kind: "table",
      task: "classification",
      shape: [1],
      inputs: new Float32Array(2),
      targets: [255, -1],
      classes: ["a", "b"],
    });
    expect([...dataset.targets]).toEqual([255, -1]);
    expect(dataset.example(0).className).toBeUndefined();
  });

  test("prints as one line and serialises without its data", () => {
    expect(String(tiny())).toBe("tiny: 10 images 1×2×1, 3 classes");
    expect(JSON.parse(JSON.stringify(tiny()))).toMatchObject({ name: "tiny", size: 10, shape: [1, 2, 1] });
  });
});

describe("Dataset's look", () => {
  test("is its line and its first examples, also when it is empty or a table", async () => {
    const look = async (dataset: Dataset): Promise<string> =>
      (await dataset[displaySymbol]())["text/html"] as string;
    expect(await look(tiny())).toMatch(/tiny: 10 images 1×2×1, 3 classes.*<img/s);
    expect(await look(tiny().where(() => false))).not.toContain("<img");
    const rows = new Dataset({
      name: "rows",
      kind: "table",
      task: "regression",
      shape: [2],
      columns: ["<a>", "b"],
      inputs: Float32Array.of(1.5, 2, 3, 4),
      targets: [0.25, 1],
    });
    expect(await look(rows)).toMatch(/rows: 2 rows × 2 columns, regression.*&lt;a&gt;.*0\.25/s);
  });
});

describe("Dataset.batches", () => {
  test("gives every example once per epoch, in another order each epoch, the same for the same seed", async () => {
    const orders = async (seed: number): Promise<string[]> => {
      const batches = tiny().batches({ size: 4, seed });
      const found: string[] = [];
      for (let epoch = 0; epoch < 2; epoch++) {
        const ids: (number | string)[] = [];
        for await (const batch of batches) ids.push(...batch.ids);
        found.push(ids.join());
      }
      return found;
    };
    const [first, second] = await orders(7);
    expect(first).not.toBe(second);
    expect(first!.split(",").sort()).toEqual(idsOf(tiny()).map(String));
    expect(await orders(7)).toEqual([first, second]);
    expect(await orders(8)).not.toEqual([first, second]);
    const resumed = tiny().batches({ size: 4, seed: 7, epoch: 1 });
    const ids: (number | string)[] = [];
    for await (const batch of resumed) ids.push(...batch.ids);
    expect(ids.join()).toBe(second);
  });

  test("inputs, targets, ids and rows of a batch belong to the same examples", async () => {
    const dataset = tiny();
    const sizes: number[] = [];
    for await (const { inputs, targets, ids, rows } of dataset.batches({ size: 4, seed: 1 })) {
      sizes.push(rows.length);
      expect(inputs.shape).toEqual([rows.length, 1, 2, 1]);
      expect(targets.dtype).toBe("int32");
      expect([...(await targets.data())]).toEqual(Array.from(rows, (row) => row % 3));
      expect(await inputs.data()).toEqual(dataset.inputsOf(rows));
      expect(ids).toEqual(Array.from(rows, (row) => 100 + row));
    }
    expect(sizes).toEqual([4, 4, 2]);
  });

  test("disposes of the tensors after each turn, also on break and on error", async () => {
    const before = tf.memory().numTensors;
    for await (const { inputs } of tiny().batches({ size: 3 })) {
      expect(tf.memory().numTensors).toBe(before + 2);
      expect(inputs.isDisposed).toBe(false);
    }
    for await (const batch of tiny().batches({ size: 3 })) if (batch.rows[0] === 3) break;
    await expect(async () => {
      for await (const _ of tiny().batches({ size: 3 })) throw new Error("mid-loop");
    }).rejects.toThrow("mid-loop");
    expect(tf.memory().numTensors).toBe(before);
  });

  test("dropLast leaves the short batch out; without a seed the order is kept", async () => {
    const rows: number[] = [];
    for await (const batch of tiny().batches({ size: 4, dropLast: true })) rows.push(...batch.rows);
    expect(rows).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test("refuses options that make no sense before anything is read", () => {
    expect(() => tiny().batches({ size: 0 })).toThrow(
      /dataset.batches: expected size: a positive whole number/,
    );
    expect(() => tiny().batches({ size: 2, shuffle: true })).toThrow(/a seed with shuffle: true, got none/);
    expect(() => tiny().batches({ batchSize: 2 } as never)).toThrow(OptionError);
  });
});
