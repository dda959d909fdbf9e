import { fileURLToPath } from "node:url";
import { DataFrame } from "danfojs-node";
import { describe, expect, test } from "vitest";
import { Dataset, from, read } from "../../../lib/data/index.ts";
import { displaySymbol } from "../../../lib/display/index.ts";
import { summary } from "../../../lib/inspect/index.ts";
import type { ColumnSummary, TableSummary } from "../../../lib/inspect/index.ts";
import oracle from "../../oracle/inspectData.json" with { type: "json" };

const csv = fileURLToPath(new URL("../../oracle/inspectData.csv", import.meta.url));

const column = (found: TableSummary, name: string): ColumnSummary =>
  found.columns.find((candidate) => candidate.name === name)!;
const kinds = (found: { warnings: { kind: string; columns: string[] }[] }): string[] =>
  found.warnings.map((warning) => [warning.kind, ...warning.columns].join(" "));

/** Equal to a reference to 1e-9 relative, the project's bound. */
function expectClose(found: number | null, expected: number): void {
  expect(Math.abs(found! - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1e-3, Math.abs(expected)));
}

describe("inspect.summary of a table is what pandas says", () => {
  test.each(Object.entries(oracle.columns))("column %s", async (name, expected) => {
    const found = column(await summary(await read(csv)), name);
    expect(found.missing).toBe(expected.missing);
    expect(found.distinct).toBe(expected.distinct);
    expect(found.top[0]!.count).toBe(expected.top);
    if (!("mean" in expected)) return;
    const numbers = found.numbers!;
    expectClose(numbers.min, expected.min);
    expectClose(numbers.max, expected.max);
    expectClose(numbers.mean, expected.mean);
    expectClose(numbers.deviation, expected.deviation);
    expectClose(numbers.skewness, expected.skewness);
    const { p05, p25, p50, p75, p95 } = numbers.quantiles;
    for (const [i, value] of [p05, p25, p50, p75, p95].entries())
      expectClose(value, expected.quantiles[i] as number);
    expect([numbers.zeros, numbers.negative]).toEqual([expected.zeros, expected.negative]);
    const bins = numbers.histogram.map(({ count }) => count);
    expect(bins).toEqual("histogram" in expected ? expected.histogram : bins);
    const inBins = numbers.histogram.reduce((total, { count }) => total + count, 0);
    expect(inBins).toBe(found.count - found.nan - found.infinite);
  });
});

describe("inspect.summary of a table warns", () => {
  test("of each remarkable column, gravest first, and of nothing else", async () => {
    const n = 200;
    const list = <Value>(make: (i: number) => Value): Value[] => Array.from({ length: n }, (_, i) => make(i));
    const table = await from({
      plain: list((i) => Math.sin(i)),
      constant: list(() => 1),
      near: list((i) => (i === 0 ? "b" : "a")),
      id: list((i) => 1000 + i),
      name: list((i) => `person ${i}`),
      many: list((i) => `group ${i % 120}`),
      skewed: list((i) => Math.exp(i % 97 === 0 ? 9 : 0.001 * i)),
      none: list(() => null),
      some: list((i) => (i < 4 ? null : Math.cos(i))),
      nan: list((i) => (i === 7 ? Number.NaN : Math.cos(3 * i))),
      infinite: list((i) => (i === 7 ? Number.POSITIVE_INFINITY : Math.cos(5 * i))),
      copy: list((i) => Math.sin(i)),
      mixed: list((i) => (i === 3 ? "n/a?" : String(i % 40))),
      numbers: list((i) => String(i % 40)),
      dates: list((i) => `2024-01-${String(1 + (i % 28)).padStart(2, "0")}`),
    });
    const found = await summary(table);
    expect(kinds(found)).toEqual([
      "nan nan",
      "infinite infinite",
      "duplicate-columns plain copy",
      "constant constant",
      "near-constant near",
      "identifier-like id",
      "identifier-like name",
      "high-cardinality many",
      "skewed skewed",
      "all-missing none",
      "missing some",
      "mixed-types mixed",
      "numbers-as-text numbers",
      "dates-as-text dates",
    ]);
    expect(found.verdict).toBe("fail");
    expect(found.advice).toBe(
      "nan: 1 NaN (0.5 %). One NaN makes the loss NaN: leave those rows out, or fill them.",
    );
    expect(column(found, "infinite").numbers!.max).toBeLessThanOrEqual(1);
    expect(column(found, "nan")).toMatchObject({ missing: 0, nan: 1, distinct: 199 });
  });

  test("of rows that are copies", async () => {
    const found = await summary([
      { a: 1, b: "x" },
      { a: 1, b: "x" },
      { a: 1, b: "y" },
      { a: 1, b: "x" },
    ]);
    expect(found.duplicateRows).toBe(2);
    expect(kinds(found)).toContain("duplicate-rows");
  });

  test("of nothing in clean data", async () => {
    const found = await summary({ x: Float64Array.from({ length: 50 }, (_, i) => Math.sin(i)) });
    expect(found).toMatchObject({
      verdict: "pass",
      message: "50 rows × 1 columns, nothing remarkable.",
      warnings: [],
    });
  });
});

describe("inspect.summary of awkward tables", () => {
  test("no rows, one row, names that objects have, values near the limits", async () => {
    const none = await summary(await from([{ a: 1, b: "x" }]).where("a > 1"));
    expect(none).toMatchObject({ rows: 0, verdict: "fail" });
    expect(kinds(none)).toEqual(["no-rows"]);
    const one = await summary([{ shape: 1, constructor: "x", 'a"b': null }]);
    expect(column(one, "shape").numbers).toMatchObject({ min: 1, max: 1, deviation: null, skewness: null });
    expect(column(one, "shape").numbers!.histogram).toEqual([{ from: 0.5, to: 1.5, count: 1 }]);
    const far = await summary({ x: [1e308, -1e308, 5e307], y: [1e-300, 2e-300, 4e-300] });
    expect(column(far, "x").numbers!.histogram.reduce((total, { count }) => total + count, 0)).toBe(3);
    expectClose(column(far, "y").numbers!.deviation! * 1e300, 1.527525231651947);
    expectClose(column(far, "y").numbers!.skewness, 0.935219529582825);
  });

  test("1,500 columns are summarised, and shown in part within 300 KB", async () => {
    const wide = await summary([
      Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`c${i}`, i])),
      Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`c${i}`, -i])),
    ]);
    expect(wide.columns.length).toBe(1500);
    const page = (await wide[displaySymbol]())["text/html"] as string;
    expect(page.length).toBeLessThan(300_000);
    expect(page).toContain("more columns");
  });

  test("a danfojs frame with missing values, on which describe() throws", async () => {
    const found = await summary(new DataFrame({ x: [1, undefined, 3], k: ["a", "b", undefined] }));
    expect(column(found, "x")).toMatchObject({ count: 2, missing: 1 });
    expect(column(found, "x").numbers!.mean).toBe(2);
  });

  test("is plain data that knows how it looks", async () => {
    const found = await summary([
      { a: 1, t: "<b>" },
      { a: 2, t: "&" },
    ]);
    expect(structuredClone({ ...found })).toEqual({ ...found });
    const page = (await found[displaySymbol]())["text/html"] as string;
    expect(page).toContain("&lt;b&gt;");
    expect(page).not.toMatch(/<style|<script|<svg/);
    expect(String(found)).toContain("2 rows × 2 columns");
  });

  test("unknown options are errors", async () => {
    await expect(
      (summary as (...all: unknown[]) => Promise<unknown>)([{ a: 1 }], { bins: 3 }),
    ).rejects.toThrow(/options among name, got "bins"/);
  });
});

describe("inspect.summary of pictures", () => {
  const pictures = new Dataset({
    name: "pictures",
    kind: "images",
    task: "classification",
    shape: [4, 5, 1],
    inputs: Uint8Array.from(oracle.pictures.bytes),
    targets: Array.from({ length: 30 }, (_, i) => i % 3),
    classes: ["a", "b", "c"],
    range: [0, 1],
  });

  test("is what NumPy says", async () => {
    const found = await summary(pictures);
    if (found.kind !== "images") throw new Error("expected a summary of pictures");
    const { min, max, mean, deviation, zeros, constant } = oracle.pictures;
    expect(found.pixels).toMatchObject({ nan: 0, infinite: 0, outside: 0, constant });
    // float32 decoding against NumPy's float64: 6e-8 relative.
    for (const [name, expected] of Object.entries({ min, max, mean, deviation, zeros })) {
      expect(Math.abs(found.pixels[name as "min"] - expected)).toBeLessThan(1e-7);
    }
    expect(found.histogram.reduce((total, { count }) => total + count, 0)).toBe(600);
    expect(found.balance.classes.map(({ count }) => count)).toEqual([10, 10, 10]);
    expect(found.verdict).toBe("pass");
  });

  test("fails for NaN and for labels outside of the classes, warns of values outside of the range", async () => {
    const inputs = Float32Array.from(oracle.pictures.bytes);
    inputs[7] = Number.NaN;
    const { name, kind, task, shape, classes } = pictures;
    const bad = new Dataset({
      name,
      kind,
      task,
      shape,
      inputs,
      classes: classes!,
      range: [0, 1],
      targets: Array.from({ length: 30 }, (_, i) => (i === 4 ? 255 : i % 3)),
    });
    const found = await summary(bad);
    expect(kinds(found)).toEqual(["label-out-of-domain", "nan", "out-of-range"]);
    expect(found.verdict).toBe("fail");
    expect(found.warnings[2]!.advice).toBe("Values of 0 … 255 perhaps, not yet divided by 255.");
  });

  test("of no pictures says so, and shows", async () => {
    const none = await summary(pictures.where(() => false));
    expect(kinds(none)).toEqual(["no-rows"]);
    expect((await none[displaySymbol]())["text/html"]).toContain("No pictures.");
  });

  test("shows a sample and the classes", async () => {
    const page = (await (await summary(pictures))[displaySymbol]())["text/html"] as string;
    expect(page.match(/data:image\/png;base64,/g)?.length).toBe(2);
  });
});

test("inspect.summary of a dataset of a table has its features, its target and its label warnings", async () => {
  const dataset = await from({ x: [1, 2, 3, 4], y: ["a", "b", "a", "b"] }).dataset({ target: "y" });
  const found = (await summary(dataset)) as TableSummary;
  expect(found.columns.map(({ name }) => name)).toEqual(["x", "target"]);
  expect(column(found, "target").top[0]).toEqual({ value: "a", count: 2 });
});
