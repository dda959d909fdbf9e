import { describe, expect, it } from "vitest";

import { bar, box, confusionMatrix, heatmap, histogram, line, scatter } from "../../../lib/plot/index.ts";
import { binEdges, binOf, niceWidth } from "../../../lib/plot/binEdges.ts";
import { boxSummary } from "../../../lib/plot/boxSummary.ts";
import { decimate, samplePositions } from "../../../lib/plot/sampling.ts";

const note = (plot: { title?: { subtitle?: string[] } }): string[] => plot.title?.subtitle ?? [];

describe("line", () => {
  it("describes one line", () => {
    const plot = line(
      [
        { epoch: 1, loss: 2.5 },
        { epoch: 2, loss: 1 },
      ],
      { x: "epoch", y: "loss", yUnit: "nats", title: "Loss" },
    );
    expect(plot.data.values).toEqual([
      { x: 1, y: 2.5 },
      { x: 2, y: 1 },
    ]);
    expect(plot.title).toEqual({ text: "Loss" });
    expect(plot).toMatchObject({
      width: 480,
      height: 280,
      layer: [
        {
          mark: { type: "line" },
          encoding: { x: { field: "x", title: "epoch" }, y: { field: "y", title: "loss (nats)" } },
        },
        { mark: { type: "point" } },
      ],
    });
    expect(String(plot)).toBe("Loss (line plot): loss 2.5 → 1");
  });

  it("folds several columns, or a series column, into named lines", () => {
    const columns = { epoch: [1, 2], loss: [3, 2], validationLoss: [4, 3] };
    const folded = line(columns, { x: "epoch", y: ["loss", "validationLoss"] });
    const rows = [
      { epoch: 1, value: 3, which: "loss" },
      { epoch: 2, value: 2, which: "loss" },
      { epoch: 1, value: 4, which: "validationLoss" },
      { epoch: 2, value: 3, which: "validationLoss" },
    ];
    const named = line(rows, { x: "epoch", y: "value", series: "which" });
    expect(folded).toEqual(named);
    expect(folded.data.values[0]).toEqual({ x: 1, y: 3, series: "loss" });
  });

  it("marks where values were not finite, one mark a stretch, and never bridges silently", () => {
    const rows = [1, NaN, Infinity, 2, null].map((loss, step) => ({ step, loss }));
    const plot = line(rows, { x: "step", y: "loss" });
    expect(plot.data.values).toEqual([
      { x: 0, y: 1 },
      { x: 3, y: 2 },
      { from: 1, to: 2, broken: "loss is NaN" },
      { from: 4, to: 4, broken: "loss is NaN" },
    ]);
    expect(note(plot)).toEqual(["3 values NaN or infinite, the first at step 1 (dashed)"]);
  });

  it("thins long lines to their extremes, says so, and keeps the spike", () => {
    const y = Float64Array.from({ length: 100_000 }, (_, i) => (i === 54_321 ? 99 : Math.sin(i / 50)));
    const plot = line({ x: y.map((_, i) => i), y }, { x: "x", y: "y" });
    expect(plot.data.values.length).toBeLessThanOrEqual(10_000);
    expect(note(plot)[0]).toMatch(/^100,000 points thinned to [\d,]+: lowest and highest of each stretch$/);
    expect(plot.data.values).toContainEqual({ x: 54_321, y: 99 });
  });

  it("leaves values that are not positive out of a logarithmic axis, and says so", () => {
    const plot = line(
      [
        { x: 1, y: 0 },
        { x: 2, y: 5 },
        { x: NaN, y: 5 },
      ],
      { x: "x", y: "y", yScale: "log" },
    );
    expect(note(plot)).toEqual([
      "1 row without a finite x left out",
      "1 value not positive, left out of the logarithmic axis",
    ]);
  });

  it("dots short lines among long ones, so that a single value is seen", () => {
    const rows = Array.from({ length: 100 }, (_, i) => ({ x: i, y: i, s: "long" }));
    const plot = line([...rows, { x: 50, y: 3, s: "short" }], { x: "x", y: "y", series: "s" });
    const [, dots] = plot["layer"] as { transform: unknown; mark: unknown }[];
    expect(dots).toMatchObject({
      transform: [{ filter: "isValid(datum.y)" }, { filter: { field: "series", oneOf: ["short"] } }],
      mark: { type: "point" },
    });
  });

  it("draws dates on a time axis", () => {
    const plot = line(
      [
        { day: new Date(0), y: 1 },
        { day: new Date(86_400_000), y: 2 },
      ],
      { x: "day", y: "y" },
    );
    expect(plot.data.values.map(({ x }) => x)).toEqual([0, 86_400_000]);
    expect(JSON.stringify(plot)).toContain('"temporal"');
  });
});

describe("bar", () => {
  it("adds up rows of one category, or counts them", () => {
    const rows = [
      { x: "a", y: 1 },
      { x: "b", y: 2 },
      { x: "a", y: 10 },
    ];
    expect(bar(rows, { x: "x", y: "y" }).data.values).toEqual([
      { category: "a", value: 11, label: "11" },
      { category: "b", value: 2, label: "2" },
    ]);
    expect(bar(rows, { x: "x" }).data.values.map(({ value }) => value)).toEqual([2, 1]);
  });

  it.each([
    ["none", ["b", "a", "c"]],
    ["ascending", ["c", "b", "a"]],
    ["descending", ["a", "b", "c"]],
  ] as const)("sorts %s", (sort, order) => {
    const rows = [
      { x: "b", y: 2 },
      { x: "a", y: 3 },
      { x: "c", y: 1 },
    ];
    expect(bar(rows, { x: "x", y: "y", sort }).data.values.map(({ category }) => category)).toEqual(order);
  });

  it("keeps the 50 largest of many and says so", () => {
    const plot = bar(
      Array.from({ length: 300 }, (_, i) => ({ x: `c${i}`, y: i })),
      { x: "x", y: "y" },
    );
    expect(plot.data.values).toHaveLength(50);
    expect(plot.data.values[0]!["category"]).toBe("c250");
    expect(note(plot)).toEqual(["the 50 largest of 300 categories"]);
  });

  it("leaves NaN out and says so", () => {
    expect(
      note(
        bar(
          [
            { x: "a", y: NaN },
            { x: "b", y: 1 },
          ],
          { x: "x", y: "y" },
        ),
      ),
    ).toEqual(["1 row without a finite y left out"]);
  });
});

describe("histogram", () => {
  it("counts every finite value once", () => {
    const values = Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i) * 3);
    for (const bins of [undefined, 1, 7, 60]) {
      const plot = histogram(values, bins === undefined ? {} : { bins });
      expect(plot.data.values.reduce((sum, { count }) => sum + (count as number), 0)).toBe(100_000);
    }
  });

  it("has a bin for each of few integers", () => {
    expect(histogram([1, 1, 3]).data.values).toEqual([
      { from: 0.5, to: 1.5, count: 2 },
      { from: 2.5, to: 3.5, count: 1 },
    ]);
  });

  it("gives shares that sum to 1 for each group", () => {
    const rows = Array.from({ length: 90 }, (_, i) => ({ v: i / 7, g: i % 3 === 0 ? "a" : "b" }));
    const { values } = histogram(rows, { x: "v", series: "g", share: true }).data;
    for (const group of ["a", "b"]) {
      const shares = values.filter(({ series }) => series === group).map(({ share }) => share as number);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    }
  });

  it("says how many values are missing", () => {
    expect(note(histogram([1, 2, NaN, Infinity]))).toEqual(["2 values NaN or infinite left out"]);
  });

  it("has edges one likes to read", () => {
    expect(binEdges([0, 0.13, 0.2, 0.31, 0.5, 0.77, 0.9])).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(binEdges([2, 2])).toEqual([1.5, 2.5]);
    expect(binEdges([0, 10], 4)).toEqual([0, 2.5, 5, 7.5, 10]);
    expect([0.9, 1.3, 1.6, 2.3, 3.4, 4, 8, 340].map(niceWidth)).toEqual([1, 1, 2, 2.5, 2.5, 5, 10, 250]);
  });

  it.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [9.9, 1],
    [10, 1],
  ])("puts %s into bin %s of [0, 2, 10]", (value, bin) => {
    expect(binOf(value, [0, 2, 10])).toBe(bin);
  });
});

describe("scatter", () => {
  const many = {
    a: Float64Array.from({ length: 20_000 }, (_, i) => i / 3),
    b: Float64Array.from({ length: 20_000 }, (_, i) => i % 7),
  };

  it("describes points, rounded below what the eye sees", () => {
    const plot = scatter(
      [
        { a: 0.123456789, b: 1 },
        { a: 1.5, b: 3 },
      ],
      { x: "a", y: "b" },
    );
    expect(plot.data.values).toEqual([
      { x: 0.1235, y: 1 },
      { x: 1.5, y: 3 },
    ]);
  });

  it("samples by seed when there are too many, and says so", () => {
    const plot = scatter(many, { x: "a", y: "b", maxPoints: 500, seed: 3 });
    expect(plot.data.values).toHaveLength(500);
    expect(note(plot)).toEqual(["a random sample of 500 of 20,000 points (seed 3)"]);
    expect(plot).toEqual(scatter(many, { x: "a", y: "b", maxPoints: 500, seed: 3 }));
    expect(plot.data.values).not.toEqual(
      scatter(many, { x: "a", y: "b", maxPoints: 500, seed: 4 }).data.values,
    );
  });

  it("leaves rows without both coordinates out", () => {
    const plot = scatter(
      [
        { a: 1, b: NaN },
        { a: null, b: 1 },
        { a: 1, b: 2 },
      ],
      { x: "a", y: "b" },
    );
    expect(plot.data.values).toEqual([{ x: 1, y: 2 }]);
    expect(note(plot)).toEqual(["2 rows without finite a and b left out"]);
  });

  it("tells ten groups apart and calls the rest other", () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({ a: i, b: i, g: `g${Math.min(i, 30)}` }));
    const plot = scatter(rows, { x: "a", y: "b", color: "g" });
    const names = new Set(plot.data.values.map(({ color }) => color));
    expect(names.size).toBe(10);
    expect(names).toContain("other");
    expect(names).toContain("g30");
  });
});

describe("heatmap", () => {
  it("counts all finite points over a grid", () => {
    const a = Float64Array.from({ length: 50_000 }, (_, i) => (i === 7 ? NaN : Math.sin(i)));
    const plot = heatmap({ a, b: a.map((value) => value * 2) }, { x: "a", y: "b", bins: 20 });
    expect(plot.data.values.reduce((sum, { count }) => sum + (count as number), 0)).toBe(49_999);
    expect(note(plot)).toEqual(["49,999 points counted in cells", "1 row without finite a and b left out"]);
    for (const { xFrom, yFrom } of plot.data.values) expect(yFrom).toBeCloseTo(2 * (xFrom as number), 5);
  });

  it("keeps the last value of a pair and leaves NaN cells empty", () => {
    const rows = [
      { x: "a", y: "b", v: 1 },
      { x: "a", y: "b", v: 2 },
      { x: "c", y: "b", v: NaN },
    ];
    const plot = heatmap(rows, { x: "x", y: "y", value: "v" });
    expect(plot.data.values).toEqual([{ x: "a", y: "b", value: 2 }]);
    expect(note(plot)).toEqual(["1 cell without a finite v left empty"]);
  });
});

describe("confusionMatrix", () => {
  it("holds counts and row shares, and names what is confused most", () => {
    const plot = confusionMatrix(
      [
        [8, 2],
        [0, 5],
      ],
      { classes: ["cat", "dog"] },
    );
    expect(plot.data.values).toEqual([
      { truth: "cat", prediction: "cat", count: 8, share: 0.8, kind: "correct" },
      { truth: "cat", prediction: "dog", count: 2, share: 0.2, kind: "mistake" },
      { truth: "dog", prediction: "cat", count: 0, share: 0, kind: "none" },
      { truth: "dog", prediction: "dog", count: 5, share: 1, kind: "correct" },
    ]);
    expect(String(plot)).toBe(
      "Confusion matrix: most often confused: cat taken for dog (2)\n13 of 15 correct (86.67 %)",
    );
  });

  it("serves classes without examples", () => {
    expect(
      String(
        confusionMatrix([
          [0, 0],
          [0, 0],
        ]),
      ),
    ).toBe("Confusion matrix: no mistakes\n0 of 0 correct");
  });
});

describe("box", () => {
  it("has numpy's quartiles and Tukey's whiskers", () => {
    // numpy.percentile([1, 2, 3, 4, 5, 6, 7, 8, 30], [25, 50, 75]) = 3, 5, 7
    expect(boxSummary(Float64Array.of(30, 8, 7, 6, 5, 4, 3, 2, 1))).toEqual({
      lowWhisker: 1,
      lowerQuartile: 3,
      median: 5,
      upperQuartile: 7,
      highWhisker: 8,
      outliers: [30],
    });
    // numpy.percentile([1, 2, 3, 10], [25, 50, 75]) = 1.75, 2.5, 4.75
    expect(boxSummary(Float64Array.of(1, 2, 3, 10))).toMatchObject({
      lowerQuartile: 1.75,
      median: 2.5,
      upperQuartile: 4.75,
    });
    expect(boxSummary(Float64Array.of(4))).toMatchObject({
      lowWhisker: 4,
      median: 4,
      highWhisker: 4,
      outliers: [],
    });
  });

  it("draws at most 100 outliers a group and says so", () => {
    const rows = Array.from({ length: 3000 }, (_, i) => ({ y: i < 500 ? 1000 + i : i % 10 }));
    const plot = box(rows, { y: "y" });
    expect(plot.data.values).toHaveLength(101);
    expect(plot.data.values[0]).toMatchObject({ group: "y", rows: 3000, outliers: 500 });
    expect(note(plot)).toEqual(["100 outliers drawn of each of 1 group that has more"]);
  });
});

describe("sampling", () => {
  it("takes everything when it fits, distinct ascending positions when not", () => {
    expect([...samplePositions(3, 5, 1)]).toEqual([0, 1, 2]);
    const sample = [...samplePositions(1000, 100, 1)];
    expect(new Set(sample).size).toBe(100);
    expect(sample).toEqual(sample.toSorted((a, b) => a - b));
  });

  it("keeps ends and extremes when it thins", () => {
    const kept = decimate([5, 1, 9, 2, 2, 2, 2, 2, 2, 3], 6);
    expect([...kept]).toEqual(expect.arrayContaining([0, 1, 2, 9]));
    expect(kept.length).toBeLessThanOrEqual(6);
  });
});

describe("what cannot be plotted", () => {
  const rows = [{ epoch: 1, loss: 2, name: "a" }];
  it.each<[string, () => unknown, string]>([
    [
      "no rows",
      () => line([], { x: "x", y: "y" }),
      "plot.line: expected at least one row to plot, got none.",
    ],
    [
      "a misspelt column",
      () => line(rows, { x: "epoc", y: "loss" }),
      'plot.line: expected a column among epoch, loss, name, got "epoc". Did you mean "epoch"?',
    ],
    [
      "words as numbers",
      () => line(rows, { x: "epoch", y: "name" }),
      'plot.line: expected numbers in "name", got "a" in row 0.',
    ],
    [
      "numbers as words",
      () => scatter([{ a: "1.5", b: 1 }], { x: "a", y: "b" }),
      "It is a number written as text: convert it with Number(…).",
    ],
    [
      "no x",
      () => line(rows, { y: "loss" } as never),
      "plot.line: expected x to name a column, got nothing.",
    ],
    [
      "no finite x",
      () => line([{ x: NaN, y: 1 }], { x: "x", y: "y" }),
      'plot.line: expected at least one row with a finite "x", got none in 1 rows.',
    ],
    ["an unknown option", () => bar(rows, { x: "name", colour: 1 } as never), 'got "colour"'],
    [
      "an unknown choice",
      () => line(rows, { x: "epoch", y: "loss", yScale: "logg" as never }),
      'plot.line: expected yScale to be "linear" or "log", got "logg". Did you mean "log"?',
    ],
    [
      "only NaN",
      () => histogram([NaN]),
      "plot.histogram: expected at least one finite value, got none in 1.",
    ],
    [
      "nothing to count",
      () => histogram([]),
      "plot.histogram: expected at least one finite value, got no values.",
    ],
    [
      "no column to count",
      () => histogram(rows),
      "plot.histogram: expected x to name a column, got nothing.",
    ],
    ["no bins", () => histogram([1], { bins: 0 }), "expected bins to be an integer from 1 to 1,000, got 0."],
    [
      "no bins of a heat map",
      () => heatmap(rows, { x: "a", y: "b", bins: -1 }),
      "plot.heatmap: expected bins to be an integer from 1 to 1,000, got -1.",
    ],
    [
      "a colour scale that ends where it begins",
      () => heatmap(rows, { x: "a", y: "b", range: [1, 1] }),
      "expected range to be [lowest, highest], two finite numbers, got [1,1].",
    ],
    [
      "only NaN bars",
      () => bar([{ x: 1, y: NaN }], { x: "x", y: "y" }),
      'plot.bar: expected at least one finite number in "y", got none in 1 rows.',
    ],
    [
      "no point",
      () => scatter([{ a: NaN, b: 1 }], { x: "a", y: "b" }),
      'plot.scatter: expected at least one row with finite "a" and "b", got none in 1 rows.',
    ],
    [
      "no cell",
      () => heatmap([{ a: 1, b: 1, v: NaN }], { x: "a", y: "b", value: "v" }),
      'plot.heatmap: expected at least one finite number in "v", got none in 1 rows.',
    ],
    [
      "columns of different lengths",
      () => scatter({ a: [1], b: [1, 2] }, { x: "a", y: "b" }),
      "plot.scatter: expected columns of equal length (a has 1), got 2 in b.",
    ],
    [
      "a table that must be read first",
      () => line({ rows: () => [] } as never, { x: "x", y: "y" }),
      "Pass its rows: await table.rows().",
    ],
    [
      "no rows at all",
      () => line(null as never, { x: "x", y: "y" }),
      "plot.line: expected rows (an array of objects) or typed columns, got null.",
    ],
    [
      "a matrix that is not square",
      () => confusionMatrix([[1, 2]]),
      "plot.confusionMatrix: expected a square of counts, 1 × 1, got 2 counts in row 0.",
    ],
    [
      "too few names",
      () =>
        confusionMatrix(
          [
            [1, 0],
            [0, 1],
          ],
          { classes: ["a"] },
        ),
      "plot.confusionMatrix: expected 2 class names, one for each row, got 1.",
    ],
    [
      "names twice",
      () =>
        confusionMatrix(
          [
            [1, 0],
            [0, 1],
          ],
          { classes: ["a", "a"] },
        ),
      "expected class names that differ, got a, a.",
    ],
    [
      "shares for counts",
      () => confusionMatrix([[0.5]]),
      "plot.confusionMatrix: expected integers from 0 up, got 0.5 in row 0, column 0.",
    ],
    [
      "no classes",
      () => confusionMatrix([]),
      "plot.confusionMatrix: expected counts of at least one class, got none.",
    ],
  ])("%s", (_, act, message) => expect(act).toThrow(message));
});
