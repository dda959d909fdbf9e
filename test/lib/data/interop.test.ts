import * as arrow from "apache-arrow";
import { DataFrame, Series } from "danfojs-node";
import { describe, expect, test } from "vitest";
import { from } from "../../../lib/data/index.ts";
import { tf } from "../../../lib/engine/index.ts";

describe("data.from", () => {
  test("typed columns keep their types and values", async () => {
    const table = await from({
      f: Float32Array.of(0.5, Number.NaN),
      d: Float64Array.of(0.1, Number.POSITIVE_INFINITY),
      i: Int32Array.of(-1, 2 ** 31 - 1),
      b: Uint8Array.of(0, 255),
      l: BigInt64Array.of(-1n, 2n ** 60n),
      yes: [true, null],
      when: [new Date(0), new Date("2024-02-29T12:00:00Z")],
      mixed: [1, "a"],
      whole: [1e12, 2],
    });
    expect(table.columns.map((name) => table.sqlTypeOf(name))).toEqual([
      "FLOAT",
      "DOUBLE",
      "INTEGER",
      "UTINYINT",
      "BIGINT",
      "BOOLEAN",
      "TIMESTAMP",
      "VARCHAR",
      "BIGINT",
    ]);
    expect(await table.rows()).toEqual([
      { f: 0.5, d: 0.1, i: -1, b: 0, l: -1, yes: true, when: new Date(0), mixed: "1", whole: 1e12 },
      {
        f: Number.NaN,
        d: Number.POSITIVE_INFINITY,
        i: 2 ** 31 - 1,
        b: 255,
        l: 2n ** 60n,
        yes: null,
        when: new Date("2024-02-29T12:00:00Z"),
        mixed: "a",
        whole: 2,
      },
    ]);
  });

  test("more rows than one chunk holds arrive whole and in order", async () => {
    const values = Float64Array.from({ length: 5000 }, (_, i) => i / 7);
    const sparse = Array.from({ length: 5000 }, (_, i) => (i % 3 === 0 ? null : String(i)));
    const table = await from({ values, sparse });
    expect(await table.numbers("values")).toEqual(values);
    expect(await table.column("sparse")).toEqual(sparse);
  });

  test("fields that some objects lack are missing values", async () => {
    expect(await (await from<object[]>([{ a: 1 }, { b: "x" }])).rows()).toEqual([
      { a: 1, b: null },
      { a: null, b: "x" },
    ]);
  });

  test("says what is not a table", async () => {
    const expected =
      "data.from: expected a list of objects, columns by name, a danfojs DataFrame or an Arrow table, got";
    await expect(from([])).rejects.toThrow(`${expected} an empty list.`);
    await expect(from([1, 2] as never)).rejects.toThrow(`${expected} number at row 0.`);
    await expect(from({} as never)).rejects.toThrow(`${expected} an empty object.`);
    await expect(from({ a: 1 } as never)).rejects.toThrow(
      `${expected} an object whose "a" is not a list of values.`,
    );
    await expect(from({ a: [1], b: [] })).rejects.toThrow(
      /columns of equal length \(a has 1 values\), got 0 in b/,
    );
    await expect(from({ a: [1], A: [2] })).rejects.toThrow(
      /names that differ, also without regard to case, got "a" and "A"/,
    );
  });
});

describe("danfojs", () => {
  test("a DataFrame comes in with its index as ids and its NaN as missing", async () => {
    const frame = new DataFrame(
      { species: ["Adelie", "Gentoo"], mass: [3750, Number.NaN], sex: [undefined, "f"] },
      { index: ["a", "b"] },
    );
    const table = await from(frame);
    expect(await table.rows()).toEqual([
      { species: "Adelie", mass: 3750, sex: null },
      { species: "Gentoo", mass: null, sex: "f" },
    ]);
    expect(await table.ids()).toEqual(["a", "b"]);
  });

  test("a Series is one column", async () => {
    const table = await from(new Series([1, 2, 3], { columns: ["x"] }));
    expect(await table.column("x" as never)).toEqual([1, 2, 3]);
  });

  test("a table goes out and comes back equal", async () => {
    const table = await from({ shape: [1, 2], name: ["a", null], score: [0.5, null] }).where([1, 0]);
    const frame = await table.toDanfo();
    expect(frame).toBeInstanceOf(DataFrame);
    expect(frame.index).toEqual([1, 0]);
    const back = await from(frame);
    expect(await back.rows()).toEqual(await table.rows());
    expect(await back.ids()).toEqual([1, 0]);
  });
});

describe("Arrow", () => {
  test("a table comes in with its missing values", async () => {
    const made = arrow.tableFromArrays({ x: Float64Array.of(1.5, 2.5), n: Int32Array.of(1, 2) });
    expect(await (await from(made)).rows()).toEqual([
      { x: 1.5, n: 1 },
      { x: 2.5, n: 2 },
    ]);
    const sparse = new arrow.Table({
      y: arrow.vectorFromArray([1, null, 3], new arrow.Int32()),
      s: arrow.vectorFromArray(["a", null, "b"]),
    });
    expect(await (await from(sparse)).rows()).toEqual([
      { y: 1, s: "a" },
      { y: null, s: null },
      { y: 3, s: "b" },
    ]);
  });

  test("a table goes out and comes back equal", async () => {
    const table = await from({
      i: [1, null],
      x: [0.5, 1],
      t: ["é", null],
      b: [true, false],
      d: [new Date(5000), null],
    });
    const made = await table.toArrow();
    expect(made).toBeInstanceOf(arrow.Table);
    expect(made.numRows).toBe(2);
    const rows = await table.rows();
    const back = await from({ i: made.getChild("i")!.toJSON(), t: made.getChild("t")!.toJSON() });
    expect(await back.rows()).toEqual(rows.map(({ i, t }) => ({ i, t })));
  });
});

describe("toTensors", () => {
  test("each column has the type that holds it", async () => {
    const before = tf.memory().numTensors;
    const table = await from({
      i: [1, 2],
      gap: [1, null],
      x: [0.5, 1],
      b: [true, false],
      t: ["a", null],
      big: [1e12, 1],
    });
    const tensors = await table.toTensors();
    expect(Object.entries(tensors).map(([name, tensor]) => [name, tensor.dtype])).toEqual([
      ["i", "int32"],
      ["gap", "float32"],
      ["x", "float32"],
      ["b", "bool"],
      ["t", "string"],
      ["big", "float32"],
    ]);
    expect([...(await tensors["gap"]!.data())]).toEqual([1, Number.NaN]);
    expect([...(await tensors["t"]!.data<"string">())]).toEqual(["a", ""]);
    tf.dispose(tensors);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("table.dataset", () => {
  const rows = [
    { id: 1, island: "b", mass: 1.5, male: true, species: "x" },
    { id: 2, island: "a", mass: 2.5, male: false, species: "y" },
    { id: 3, island: "a", mass: null, male: false, species: "x" },
  ];

  test("numbers and booleans as they are, text as a column per value, text targets as classes", async () => {
    const dataset = await from(rows)
      .where("mass IS NOT NULL")
      .dataset({ target: "species", features: ["mass", "island", "male"] });
    expect(dataset.columns).toEqual(["mass", "island=a", "island=b", "male"]);
    expect([...dataset.inputsOf()]).toEqual([1.5, 0, 1, 1, 2.5, 1, 0, 0]);
    expect([...dataset.targets]).toEqual([0, 1]);
    expect(dataset.classes).toEqual(["x", "y"]);
    expect([...(dataset.ids as number[])]).toEqual([0, 1]);
    expect(dataset.task).toBe("classification");
  });

  test("whole numbers sort as numbers when they are classes; a measured target is a regression", async () => {
    const digits = await from({ x: [1, 2, 3], y: [10, 9, 10] }).dataset({ target: "y" });
    expect(digits.classes).toEqual(["9", "10"]);
    expect([...digits.targets]).toEqual([1, 0, 1]);
    const measured = await from({ x: [1, 2], y: [0.5, 1.5] }).dataset({ target: "y" });
    expect(measured.task).toBe("regression");
    expect([...measured.targets]).toEqual([0.5, 1.5]);
    expect(
      (await from({ x: [1, 2], y: [1, 2] }).dataset({ target: "y", task: "regression" })).classes,
    ).toBeUndefined();
  });

  test("missing values are an error, dropped or kept, as asked", async () => {
    const table = await from(rows);
    const options = { target: "species", features: ["mass"] } as const;
    await expect(table.dataset(options)).rejects.toThrow(
      'table.dataset: expected columns without missing values, got 1 in "mass". Leave those rows out with missing: "drop", or keep NaN with missing: "nan".',
    );
    expect([...((await table.dataset({ ...options, missing: "drop" })).ids as number[])]).toEqual([0, 1]);
    await expect(table.dataset({ ...options, missing: "dorp" as never })).rejects.toThrow(
      'table.dataset: expected missing to be "error" or "drop" or "nan", got "dorp". Did you mean "drop"?',
    );
    await expect(table.dataset({ ...options, task: "regresion" as never })).rejects.toThrow(
      'Did you mean "regression"?',
    );
    expect([...(await table.dataset({ ...options, missing: "nan" })).inputsOf()]).toEqual([
      1.5,
      2.5,
      Number.NaN,
    ]);
  });

  test("says what cannot be learnt from", async () => {
    const table = await from(rows);
    await expect(table.dataset({ target: "specis" as never })).rejects.toThrow(
      /got "specis". Did you mean "species"\?/,
    );
    await expect(table.dataset({} as never)).rejects.toThrow(
      /target: the column to predict, among id, island/,
    );
    await expect(table.dataset({ target: "mass", features: ["mass"] })).rejects.toThrow(/"mass" in both/);
    const many = await from({
      name: Array.from({ length: 60 }, (_, i) => `n${i}`),
      y: Array.from({ length: 60 }, (_, i) => i / 2),
    });
    await expect(many.dataset({ target: "y" })).rejects.toThrow(
      /at most 50 different values, got more in "name"/,
    );
    await expect(table.dataset({ target: "species", features: ["island"], classes: ["x"] })).rejects.toThrow(
      /labels among the classes x, got "y" in the row with id 1/,
    );
  });
});
