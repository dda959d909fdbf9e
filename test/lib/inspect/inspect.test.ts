import { describe, expect, test } from "vitest";
import { Dataset, from } from "../../../lib/data/index.ts";
import type { DatasetOptions } from "../../../lib/data/index.ts";
import { displaySymbol } from "../../../lib/display/index.ts";
import type { Displayable } from "../../../lib/display/index.ts";
import { tf } from "../../../lib/engine/index.ts";
import {
  classBalance,
  labelDomain,
  neighbors,
  outliers,
  sampleGrid,
  typical,
} from "../../../lib/inspect/index.ts";
import { iqrScores, robustZScores } from "../../../lib/inspect/outlierScores.ts";
import oracle from "../../oracle/inspectData.json" with { type: "json" };

function pictures(options: Partial<DatasetOptions> & { targets: ArrayLike<number> }): Dataset {
  const width = (options.shape ?? [2, 2, 1]).reduce((product, axis) => product * axis, 1);
  return new Dataset({
    name: "pictures",
    kind: "images",
    task: "classification",
    shape: [2, 2, 1],
    inputs: Uint8Array.from({ length: options.targets.length * width }, (_, i) => (i * 37) % 256),
    ...options,
  });
}

const bundleOf = (result: Displayable): ReturnType<Displayable[typeof displaySymbol]> =>
  result[displaySymbol]();

describe("inspect.sampleGrid", () => {
  const dataset = pictures({
    targets: Array.from({ length: 20 }, (_, i) => i % 2),
    classes: ["cat", "dog"],
    ids: Array.from({ length: 20 }, (_, i) => 50 + i),
  });

  test("draws different examples, the same for the same seed, with their targets", async () => {
    const grid = sampleGrid(dataset, { count: 6, seed: 1 });
    expect(new Set(grid.ids).size).toBe(6);
    expect(sampleGrid(dataset, { count: 6, seed: 1 }).ids).toEqual(grid.ids);
    expect(sampleGrid(dataset, { count: 6, seed: 2 }).ids).not.toEqual(grid.ids);
    expect(grid.targets).toEqual(grid.ids.map((id) => ["cat", "dog"][(Number(id) - 50) % 2]));
    expect(grid.rows).toEqual(grid.ids.map((id) => Number(id) - 50));
    expect((await bundleOf(grid))["image/png"]).toMatch(/^iVBOR/);
  });

  test("of a table draws rows with their ids", async () => {
    const table = await from({ x: Array.from({ length: 30 }, (_, i) => i * 10) });
    const grid = await sampleGrid(table, { count: 4, seed: 3 });
    expect(grid.ids.length).toBe(4);
    expect(grid.ids).toEqual(grid.rows);
    const page = (await bundleOf(grid))["text/html"];
    for (const id of grid.ids) expect(page).toContain(`>${Number(id) * 10}<`);
    expect(page).not.toContain("__");
  });

  test("says when there is nothing to show or options are wrong", async () => {
    expect(() => sampleGrid(dataset.where(() => false))).toThrow(
      "inspect.sampleGrid: expected examples to look at, got none.",
    );
    expect(() => sampleGrid(dataset, { count: 0 })).toThrow(/count: a positive whole number, got 0/);
    expect(() => sampleGrid(dataset, { number: 3 } as never)).toThrow(
      /options among count, seed, stratified/,
    );
    await expect(sampleGrid(await from({ x: [1] }).where("x > 1"))).rejects.toThrow(
      /rows to look at, got none/,
    );
  });
});

describe("inspect.classBalance", () => {
  test("counts classes and judges the rarest", () => {
    const even = classBalance(pictures({ targets: [0, 1, 2, 0, 1, 2], classes: ["a", "b", "c"] }));
    expect(even).toMatchObject({ verdict: "pass", evidence: { ratio: 1 } });
    expect(even.evidence.evenness).toBeCloseTo(1, 12);
    const rare = classBalance(
      pictures({ targets: [...Array.from({ length: 30 }, () => 0), 1, 1], classes: ["a", "b"] }),
    );
    expect(rare).toMatchObject({ verdict: "warn", evidence: { ratio: 15, majority: 30 / 32 } });
    expect(rare.message).toBe(
      "2 classes of 2 (b) to 30 (a) examples; always saying “a” is right for 93.8 %.",
    );
    const missing = classBalance(pictures({ targets: [0, 0], classes: ["a", "b"] }));
    expect(missing).toMatchObject({ verdict: "fail", message: "1 of 2 classes have no example: b." });
    expect(classBalance(pictures({ targets: [], classes: ["a"] })).verdict).toBe("skip");
    const outside = classBalance(pictures({ targets: [0, 1, 255, 1], classes: ["a", "b"] }));
    expect(outside).toMatchObject({ verdict: "fail", message: "1 of 4 labels lie outside the 2 classes." });
    expect(outside.evidence.outside).toBe(1);
  });

  test("of measured targets tells how they are distributed", async () => {
    const make = (targets: number[]): Dataset => pictures({ task: "regression", targets });
    const plain = classBalance(make([1, 2, 3, 4]));
    expect(plain).toMatchObject({
      verdict: "pass",
      evidence: { targets: { min: 1, max: 4, mean: 2.5, median: 2.5 } },
    });
    expect((await bundleOf(plain))["text/html"]).toContain("<img");
    expect(classBalance(make([5, 5, 5])).verdict).toBe("fail");
    const broken = classBalance(make([1, 2, 3, Number.NaN]));
    expect(broken.verdict).toBe("fail");
    expect(broken.message).toMatch(/1 more are NaN or infinite\.$/);
    expect(classBalance(make([...Array.from({ length: 60 }, (_, i) => i % 3), 900])).verdict).toBe("warn");
  });
});

describe("inspect.labelDomain", () => {
  const judge = (targets: number[], classes = ["a", "b", "c"]): ReturnType<typeof labelDomain> =>
    labelDomain(pictures({ targets, classes, ids: targets.map((_, i) => 10 + i) }));

  test("passes when every label is a class that occurs", () => {
    expect(judge([0, 1, 2])).toMatchObject({
      verdict: "pass",
      message: "All 3 labels are among the 3 classes.",
    });
  });

  test("finds labels outside of the classes with their ids and what they may mean", () => {
    const wrapped = judge([0, 1, 255, 2, 255]);
    expect(wrapped).toMatchObject({
      verdict: "fail",
      message: "2 of 5 labels are outside of the classes 0 … 2: 255 (2 times).",
      evidence: { outside: [{ label: 255, count: 2 }], ids: [12, 14] },
    });
    expect(wrapped.advice).toMatch(/255 is −1 after a cast/);
    expect(judge([1, 2, 3]).advice).toBe("The labels count from 1: subtract 1.");
    expect(judge([0, -1, 2]).advice).toMatch(/no label/);
  });

  test("skips where there is nothing to judge", () => {
    expect(judge([])).toMatchObject({ verdict: "skip", message: "There are no examples." });
  });

  test("warns of classes without examples", () => {
    expect(judge([0, 2])).toMatchObject({ verdict: "warn", message: "No example carries the class b." });
  });

  test("finds measured targets that are not finite", () => {
    const result = labelDomain(
      pictures({ task: "regression", targets: [1, Number.NaN, Number.POSITIVE_INFINITY] }),
    );
    expect(result).toMatchObject({ verdict: "fail", evidence: { notFinite: 2, ids: [1, 2] } });
  });
});

describe("inspect.neighbors", () => {
  const { points, places, distances } = oracle.neighbors;
  const dataset = pictures({
    shape: [3, 4, 1],
    inputs: Float32Array.from(points.flat()),
    targets: points.map((_, i) => i % 5),
    ids: points.map((_, i) => 1000 + i),
  });

  test("is what scikit-learn's brute force says, nearest first, without the example itself", async () => {
    const before = tf.memory().numTensors;
    const of = Array.from({ length: 20 }, (_, i) => 1000 + i);
    const found = await neighbors(dataset, { of, count: 5 });
    for (const [q, example] of found.examples.entries()) {
      expect(example.id).toBe(1000 + q);
      expect(example.neighbors.map(({ id }) => Number(id) - 1000)).toEqual(places[q]);
      for (const [k, { distance }] of example.neighbors.entries())
        expect(distance).toBeCloseTo(distances[q]![k] as number, 12);
    }
    expect(tf.memory().numTensors).toBe(before);
    expect((await bundleOf(found))["image/png"]).toMatch(/^iVBOR/);
  });

  test("of many at once are those of each alone", async () => {
    const all = await neighbors(dataset, { of: [1003, 1399], count: 4 });
    const one = await neighbors(dataset, { of: [1399], count: 4 });
    expect(one.examples[0]).toEqual(all.examples[1]);
  });

  test("are exact over more references than one block holds, also among near copies", async () => {
    const count = 9000;
    const many = pictures({
      shape: [1, 1, 1],
      inputs: Float32Array.from({ length: count }, (_, i) => 1000 + i / 64),
      targets: new Int32Array(count),
    });
    const found = await neighbors(many, { of: [4500], count: 4 });
    expect(found.examples[0]!.neighbors.map(({ id }) => id)).toEqual([4499, 4501, 4498, 4502]);
  });

  test("can be looked for in another set, and shows both", async () => {
    const test = dataset.take([0, 1]);
    const training = dataset.take(Array.from({ length: 398 }, (_, i) => i + 2));
    const found = await neighbors(test, { of: [1000], count: 3, among: training });
    expect(found.examples[0]!.neighbors.every(({ id }) => Number(id) > 1001)).toBe(true);
    expect((await bundleOf(found))["image/png"]).toMatch(/^iVBOR/);
  });

  test("of tables scale the columns, so that units don't matter", async () => {
    const rows = [
      { cm: 1, tons: 0.001, y: 0.5 },
      { cm: 1.1, tons: 0.009, y: 0.5 },
      { cm: 3, tons: 0.001, y: 0.5 },
      { cm: 9, tons: 0.005, y: 0.5 },
    ];
    const metres = await from(rows.map((row) => ({ ...row, cm: row.cm / 100 }))).dataset({ target: "y" });
    const table = await from(rows).dataset({ target: "y" });
    const ids = async (source: Dataset): Promise<unknown> =>
      (await neighbors(source, { of: [0], count: 3 })).examples[0]!.neighbors.map(({ id }) => id);
    expect(await ids(table)).toEqual([2, 1, 3]);
    expect(await ids(metres)).toEqual(await ids(table));
  });

  test("fewer examples than neighbours asked for give what there is", async () => {
    const found = await neighbors(dataset.take([0, 1]), { of: [1000], count: 9 });
    expect(found.examples[0]!.neighbors.map(({ id }) => id)).toEqual([1001]);
    const alone = await neighbors(dataset.take([0]), { of: [1000] });
    expect(alone.examples[0]!.neighbors).toEqual([]);
  });

  test("says what is wrong", async () => {
    await expect(neighbors(dataset, { of: [5] })).rejects.toThrow(
      /inspect.neighbors: expected ids of pictures, got 5/,
    );
    await expect(neighbors(dataset, {} as never)).rejects.toThrow(/of: a list of ids, got none/);
    await expect(neighbors(dataset, { of: [1000], k: 3 } as never)).rejects.toThrow(
      /options among of, count, among/,
    );
    const values = Float32Array.from(points.flat());
    values[17] = Number.NaN;
    const { name, kind, task, shape } = dataset;
    const bad = new Dataset({ name, kind, task, shape, inputs: values, targets: dataset.targets });
    await expect(neighbors(bad, { of: [0] })).rejects.toThrow(
      /expected finite inputs, got NaN in the example with id 1/,
    );
    await expect(neighbors(dataset, { of: [1000], among: pictures({ targets: [0] }) })).rejects.toThrow(
      /inputs of shape \[3, 4, 1\], got \[2, 2, 1\]/,
    );
  });
});

describe("inspect.outliers", () => {
  const column = { size: 50, columns: [{ name: "x", values: oracle.outliers.values }] };

  test("robust z and IQR scores are what NumPy says", () => {
    for (const [scores, expected] of [
      [robustZScores(column), oracle.outliers.robustZ],
      [iqrScores(column), oracle.outliers.iqr],
    ] as const) {
      for (const [i, score] of scores.scores.entries()) expect(score).toBeCloseTo(expected[i] as number, 10);
    }
  });

  test.each(["robust-z", "iqr", "knn-distance"] as const)(
    "%s finds the one far out, with its id",
    async (method) => {
      const table = await from({
        id: oracle.outliers.values.map((_, i) => `r${i}`),
        x: oracle.outliers.values,
        y: oracle.outliers.values.map(() => 0.5),
      });
      const dataset = await table.dataset({ target: "y", features: ["x"] });
      const found = await outliers(dataset, { method, count: 3 });
      expect(found.verdict).toBe("warn");
      expect(found.evidence.ids[0]).toBe(3);
      expect(found.evidence.scores[0]!).toBeGreaterThan(found.evidence.scores[1]!);
      expect(found.evidence.ids.length).toBe(3);
      expect((await bundleOf(found))["text/html"]).toContain("12");
    },
  );

  test("clean data passes by column, also with a rare value in a column of two, which is far from the others all the same", async () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({ x: Math.sin(i), flag: i === 7, y: 0.5 }));
    const dataset = await from(rows).dataset({ target: "y" });
    expect((await outliers(dataset, { method: "robust-z" })).verdict).toBe("pass");
    expect((await outliers(dataset, { method: "iqr" })).verdict).toBe("pass");
    expect((await outliers(dataset)).evidence.ids[0]).toBe(7);
  });

  test("pictures far out in brightness are named so", async () => {
    const inputs = Float32Array.from({ length: 40 * 4 }, (_, i) => 0.3 + 0.1 * Math.sin(i * i));
    for (let i = 20; i < 24; i++) inputs[i]! += 0.5;
    const found = await outliers(pictures({ inputs, targets: new Int32Array(40) }), {
      method: "robust-z",
      count: 1,
    });
    expect(found.evidence).toMatchObject({ ids: [5], columns: ["brightness"] });
    expect(String(found)).toMatch(/^! warn {2}inspect.outliers: /);
  });

  test("skips what is too small and refuses wrong options", async () => {
    expect((await outliers(pictures({ targets: [0, 0] }))).verdict).toBe("skip");
    await expect(outliers(pictures({ targets: [0, 0] }), { method: "lof" as never })).rejects.toThrow(
      /method: one of knn-distance, robust-z, iqr, got "lof"/,
    );
    await expect(outliers([] as never)).rejects.toThrow(/expected a Dataset/);
    const some = pictures({ targets: [0, 0, 0, 0] });
    await expect(outliers(some, { threshold: Number.NaN })).rejects.toThrow(
      "inspect.outliers: expected threshold: a finite number, got NaN.",
    );
    await expect(outliers(some, { seed: 0.5 })).rejects.toThrow("a whole number as seed, got 0.5.");
  });
});

describe("inspect.typical", () => {
  test("puts the middle of a class first and what is unlike it last, for each class", async () => {
    const before = tf.memory().numTensors;
    const values = [
      ...Array.from({ length: 30 }, (_, i) => i / 100),
      5,
      ...Array.from({ length: 30 }, (_, i) => 10 + i / 100),
      7,
    ];
    const dataset = pictures({
      shape: [1, 1, 1],
      inputs: Float32Array.from(values),
      targets: values.map((_, i) => (i < 31 ? 0 : 1)),
      classes: ["low", "high"],
    });
    const found = await typical(dataset, { count: 2 });
    expect(found.groups.map(({ name, least }) => [name, least[0]!.id])).toEqual([
      ["high", 61],
      ["low", 30],
    ]);
    for (const { most } of found.groups) expect(Math.abs((Number(most[0]!.id) % 31) - 15)).toBeLessThan(11);
    expect(tf.memory().numTensors).toBe(before);
    expect((await bundleOf(found))["image/png"]).toMatch(/^iVBOR/);
  });
});
