import { bar, box, confusionMatrix, heatmap, histogram, line, scatter } from "../../../lib/plot/index.ts";
import type { Plot } from "../../../lib/plot/index.ts";
import { Random } from "../../../lib/random/index.ts";

const random = new Random(1);
const points = Array.from({ length: 400 }, (_, i) => {
  const a = random.normal();
  return {
    a,
    b: 0.5 * a + random.normal(),
    group: ["x", "y", "z"][i % 3]!,
    day: new Date(i * 86_400_000),
    step: i,
  };
});
const large = {
  a: Float64Array.from({ length: 30_000 }, () => random.normal()),
  b: Float64Array.from({ length: 30_000 }, () => random.normal()),
};

/** Every plot function with every shape of result that it can have: laws hold for all of them. */
export const examples: Readonly<Record<string, () => Plot>> = {
  line: () => line(points, { x: "step", y: "a", title: "A line", xUnit: "updates" }),
  "line, several": () => line(points.slice(0, 20), { x: "step", y: ["a", "b"] }),
  "line, series over dates": () => line(points, { x: "day", y: "a", series: "group" }),
  "line, logarithmic": () =>
    line(
      points.map(({ step, a }) => ({ step, loss: Math.exp(a) })),
      { x: "step", y: "loss", yScale: "log" },
    ),
  "line, one point": () => line([{ x: 1, y: 2 }], { x: "x", y: "y" }),
  "line, NaN": () =>
    line(
      [
        { x: 1, y: 2 },
        { x: 2, y: NaN },
        { x: 3, y: NaN },
        { x: 4, y: 1 },
      ],
      { x: "x", y: "y" },
    ),
  "line, all NaN": () =>
    line(
      [
        { x: 1, y: NaN },
        { x: 2, y: NaN },
      ],
      { x: "x", y: "y" },
    ),
  "line, thinned": () => line({ x: large.a.map((_, i) => i), y: large.a }, { x: "x", y: "y" }),
  bar: () =>
    bar(
      [
        { digit: 0, images: 5923 },
        { digit: 1, images: 6742 },
      ],
      { x: "digit", y: "images", title: "Classes" },
    ),
  "bar, negative": () =>
    bar(
      [
        { x: "a", y: -1 },
        { x: "b", y: 2 },
      ],
      { x: "x", y: "y" },
    ),
  "bar, counted by series": () => bar(points, { x: "group", series: "group" }),
  "bar, lying": () =>
    bar([{ model: "nearest centroid of all", accuracy: 0.82 }], { x: "model", y: "accuracy" }),
  "bar, many": () => bar(points, { x: "step", y: "b", sort: "descending" }),
  histogram: () => histogram(points, { x: "a", xUnit: "σ" }),
  "histogram, groups": () => histogram(points, { x: "a", series: "group", share: true }),
  "histogram, integers": () => histogram(Int32Array.of(1, 2, 2, 3)),
  "histogram, one value": () => histogram([5, 5, NaN]),
  scatter: () => scatter(points, { x: "a", y: "b" }),
  "scatter, groups": () => scatter(points, { x: "a", y: "b", color: "group" }),
  "scatter, shaded, dates": () => scatter(points, { x: "day", y: "b", color: "a" }),
  "scatter, sampled": () => scatter(large, { x: "a", y: "b" }),
  heatmap: () =>
    heatmap(
      [
        { x: "a", y: "b", v: 1 },
        { x: "b", y: "b", v: 2.5 },
        { x: "b", y: "a", v: NaN },
      ],
      { x: "x", y: "y", value: "v" },
    ),
  "heatmap, two-sided": () =>
    heatmap(
      [
        { x: "a", y: "b", v: -1 },
        { x: "b", y: "b", v: 0.2 },
      ],
      { x: "x", y: "y", value: "v", center: 0 },
    ),
  "heatmap, constant": () => heatmap([{ x: "a", y: "b", v: 3 }], { x: "x", y: "y", value: "v" }),
  "heatmap, counted": () => heatmap(large, { x: "a", y: "b" }),
  confusionMatrix: () =>
    confusionMatrix(
      [
        [50, 2],
        [0, 48],
      ],
      { classes: ["cat", "dog"] },
    ),
  "confusionMatrix, no mistakes": () =>
    confusionMatrix([
      [5, 0],
      [0, 3],
    ]),
  "confusionMatrix, 30 classes": () =>
    confusionMatrix(
      Array.from({ length: 30 }, (_, i) =>
        Array.from({ length: 30 }, (_, j) => (i === j ? 90 : (i * j) % 5 === 0 ? 1 : 0)),
      ),
    ),
  box: () => box(points, { x: "group", y: "a", yUnit: "cm" }),
  "box, one": () => box([{ y: 1 }, { y: 2 }, { y: 40 }, { y: 3 }, { y: NaN }], { y: "y" }),
};
