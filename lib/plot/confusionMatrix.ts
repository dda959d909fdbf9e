import { formatNumber } from "../display/index.ts";
import { checkOptions, DataError, ShapeError } from "../errors/index.ts";
import { asPlot } from "./asPlot.ts";
import type { FrameOptions, Plot } from "./Plot.ts";

export interface ConfusionMatrixOptions extends Pick<FrameOptions, "title" | "xLabel" | "yLabel"> {
  /** Class names, by class id. Default: the ids. */
  classes?: readonly string[];
}

/** Classes whose cells carry their count at most. */
const mostLabelled = 20;

/** How often each true class (rows, downwards) was predicted as each class (columns). Correct cells are blue by their
 *  share of the row; mistakes are orange on a scale of their own, so that few mistakes stand out among many hits.
 *  @param counts  `[classes][classes]`: `counts[truth][prediction]`, integers ≥ 0
 *  @throws {ShapeError} when it is not square or does not fit the class names   @throws {DataError} for what is no count */
export function confusionMatrix(
  counts: readonly ArrayLike<number>[],
  options: ConfusionMatrixOptions = {},
): Plot {
  const where = "plot.confusionMatrix";
  checkOptions(where, options, ["title", "xLabel", "yLabel", "classes"]);
  const size = counts.length;
  const names = options.classes ?? Array.from({ length: size }, (_, i) => String(i));
  checkSquare(where, counts, names);

  const values: Record<string, unknown>[] = [];
  let correct = 0;
  let total = 0;
  const mistakes: { truth: string; prediction: string; count: number }[] = [];
  for (let truth = 0; truth < size; truth++) {
    const rowTotal = Array.from(counts[truth]!).reduce((sum, count) => sum + count, 0);
    total += rowTotal;
    correct += counts[truth]![truth]!;
    for (let prediction = 0; prediction < size; prediction++) {
      const count = counts[truth]![prediction]!;
      const share = rowTotal > 0 ? Number((count / rowTotal).toFixed(5)) : 0;
      const kind = count === 0 ? "none" : truth === prediction ? "correct" : "mistake";
      values.push({ truth: names[truth], prediction: names[prediction], count, share, kind });
      if (kind === "mistake") mistakes.push({ truth: names[truth]!, prediction: names[prediction]!, count });
    }
  }
  const worst = mistakes.toSorted((a, b) => b.count - a.count).slice(0, 3);
  let largestShare = 1e-9;
  for (const { kind, share } of values) {
    if (kind === "mistake") largestShare = Math.max(largestShare, share as number);
  }
  const step = Math.max(6, Math.min(44, Math.floor(480 / Math.max(1, size))));
  const tooltip = [
    { field: "truth", title: "true class" },
    { field: "prediction", title: "predicted" },
    { field: "count", format: ",d" },
    { field: "share", title: "share of the true class", format: ".1%" },
  ];
  const axis = { grid: false, domain: false, ticks: false };
  const cells = (kind: string, color: object): Record<string, unknown> => ({
    transform: [{ filter: `datum.kind === '${kind}'` }],
    mark: { type: "rect" },
    encoding: { color, tooltip },
  });
  return asPlot(
    {
      kind: "confusion matrix",
      values,
      notes: [
        `${formatNumber(correct)} of ${formatNumber(total)} correct${total > 0 ? ` (${formatNumber((100 * correct) / total)} %)` : ""}`,
      ],
      summary:
        worst.length > 0
          ? `most often confused: ${worst.map(({ truth, prediction, count }) => `${truth} taken for ${prediction} (${formatNumber(count)})`).join(", ")}`
          : "no mistakes",
      width: { step },
      height: { step: Math.min(step, 32) },
      body: {
        encoding: {
          x: {
            field: "prediction",
            type: "nominal",
            sort: null,
            title: options.xLabel ?? "predicted class",
            scale: { domain: names, padding: 0.04 },
            axis: {
              ...axis,
              orient: "bottom",
              labelAngle: names.every((name) => name.length <= 3) ? 0 : -40,
            },
          },
          y: {
            field: "truth",
            type: "nominal",
            sort: null,
            title: options.yLabel ?? "true class",
            scale: { domain: names, padding: 0.04 },
            axis,
          },
        },
        layer: [
          cells("none", { value: "rgba(127,127,127,0.1)" }),
          cells("correct", {
            field: "share",
            type: "quantitative",
            legend: null,
            scale: { domain: [0, 1], range: ["#c6dbef", "#08519c"] },
          }),
          cells("mistake", {
            field: "share",
            type: "quantitative",
            legend: null,
            scale: { type: "sqrt", domain: [0, largestShare], range: ["#fee6ce", "#d94801"] },
          }),
          ...(size <= mostLabelled
            ? [
                {
                  transform: [{ filter: "datum.kind !== 'none'" }],
                  mark: { type: "text", fontSize: step < 30 ? 9 : 11 },
                  encoding: {
                    text: { field: "count", type: "quantitative", format: ",d" },
                    color: {
                      condition: {
                        test: `datum.kind === 'correct' ? datum.share > 0.5 : sqrt(datum.share / ${largestShare}) > 0.75`,
                        value: "#ffffff",
                      },
                      value: "#111111",
                    },
                    tooltip,
                  },
                },
              ]
            : []),
        ],
        resolve: { scale: { color: "independent" } },
      },
    },
    options,
  );
}

function checkSquare(where: string, counts: readonly ArrayLike<number>[], names: readonly string[]): void {
  const size = counts.length;
  if (size === 0) throw new DataError({ where, expected: "counts of at least one class", received: "none" });
  if (names.length !== size) {
    throw new ShapeError({
      where,
      expected: `${size} class names, one for each row`,
      received: String(names.length),
    });
  }
  if (new Set(names).size !== size) {
    throw new DataError({ where, expected: "class names that differ", received: names.join(", ") });
  }
  for (let truth = 0; truth < size; truth++) {
    if (counts[truth]!.length !== size) {
      throw new ShapeError({
        where,
        expected: `a square of counts, ${size} × ${size}`,
        received: `${counts[truth]!.length} counts in row ${truth}`,
      });
    }
    for (let prediction = 0; prediction < size; prediction++) {
      const count = counts[truth]![prediction]!;
      if (Number.isInteger(count) && count >= 0) continue;
      throw new DataError({
        where,
        expected: "integers from 0 up",
        received: `${count} in row ${truth}, column ${prediction}`,
      });
    }
  }
}
