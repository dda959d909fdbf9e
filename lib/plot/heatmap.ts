import { formatNumber } from "../display/index.ts";
import { checkOptions, DataError, OptionError } from "../errors/index.ts";
import { asPlot, plural, withUnit } from "./asPlot.ts";
import { binnedCounts } from "./binnedCounts.ts";
import { checkBins } from "./checkBins.ts";
import { checkNamed } from "./checkNamed.ts";
import { frameOptionNames } from "./Plot.ts";
import type { FrameOptions, Plot, Rows } from "./Plot.ts";
import { readColumns, toNames, toNumbers } from "./readColumns.ts";

export interface HeatmapOptions extends FrameOptions {
  /** Column along the horizontal axis: categories with `value`, numbers without. */
  x: string;
  /** Column along the vertical axis, downwards. */
  y: string;
  /** Column of numbers that colours the cell of each pair; the last row of a pair counts. Default: the rows are counted
   *  over a grid of bins, which serves any number of points. */
  value?: string;
  /** The value in the middle of a two-sided scale, blue below and orange above: 0 for correlations. Default: one-sided. */
  center?: number;
  /** Lowest and highest value of the colour scale. Default: those of the data. */
  range?: readonly [number, number];
  /** Bins an axis when rows are counted. Default 40. */
  bins?: number;
}

/** Cells that carry their number at most. */
const mostLabels = 225;
/** Cells drawn at most: 100 × 100. */
const mostCells = 10_000;

/** A cell for each pair of categories, coloured by a value; or, without `value`, the number of points in each cell of a
 *  grid over two columns of numbers. Cells without a finite value stay empty and are counted below the title.
 *  @throws {DataError} when there are no rows, a column is missing or not numeric, or there are more than 10,000 cells */
export function heatmap(rows: Rows, options: HeatmapOptions): Plot {
  const where = "plot.heatmap";
  checkOptions(where, options, [...frameOptionNames, "x", "y", "value", "center", "range", "bins"]);
  checkNamed(where, "x", options?.x);
  checkNamed(where, "y", options.y);
  checkBins(where, options.bins);
  checkScale(where, options);
  const columns = readColumns(where, rows);
  if (options.value === undefined) {
    return countedHeatmap(where, options, {
      x: toNumbers(where, options.x, columns.column(options.x)),
      y: toNumbers(where, options.y, columns.column(options.y)),
    });
  }
  const cells = new Map<string, { x: string; y: string; value: number }>();
  const x = toNames(columns.column(options.x));
  const y = toNames(columns.column(options.y));
  const numbers = toNumbers(where, options.value, columns.column(options.value));
  for (const [i, value] of numbers.entries()) {
    cells.set(JSON.stringify([x[i], y[i]]), { x: x[i]!, y: y[i]!, value });
  }
  if (cells.size > mostCells) {
    throw new DataError({
      where,
      expected: `at most ${formatNumber(mostCells)} cells`,
      received: formatNumber(cells.size),
      hint: "Leave out value to count rows over a grid of bins.",
    });
  }
  const finite = [...cells.values()].filter(({ value }) => Number.isFinite(value));
  if (finite.length === 0) {
    throw new DataError({
      where,
      expected: `at least one finite number in "${options.value}"`,
      received: `none in ${formatNumber(numbers.length)} rows`,
    });
  }
  const sorted = finite.map(({ value }) => value).sort((a, b) => a - b);
  const [low, high] = options.range ?? [sorted[0]!, sorted.at(-1)!];
  const { color, labelColor } = shading(low, high, options.center);
  const [xNames, yNames] = [[...new Set(x)], [...new Set(y)]];
  const left = cells.size - finite.length;
  return asPlot(
    {
      kind: "heat map",
      values: finite,
      notes: left > 0 ? [`${plural(left, "cell")} without a finite ${options.value} left empty`] : [],
      summary: `${xNames.length} × ${yNames.length} cells, ${options.value} from ${formatNumber(sorted[0]!)} to ${formatNumber(sorted.at(-1)!)}`,
      width: { step: cellStep(xNames.length) },
      height: { step: Math.min(34, cellStep(yNames.length)) },
      body: {
        encoding: {
          x: axis("x", withUnit(options.xLabel ?? options.x, options.xUnit), xNames),
          y: axis("y", withUnit(options.yLabel ?? options.y, options.yUnit), yNames),
        },
        layer: [
          {
            mark: { type: "rect", tooltip: true },
            encoding: { color: { field: "value", type: "quantitative", title: options.value, scale: color } },
          },
          ...(cells.size <= mostLabels && xNames.length <= 15
            ? [
                {
                  mark: { type: "text", fontSize: 11 },
                  encoding: {
                    text: {
                      field: "value",
                      type: "quantitative",
                      format: finite.every(({ value }) => Number.isInteger(value)) ? ",d" : ".2f",
                    },
                    color: { condition: { test: labelColor, value: "#ffffff" }, value: "#111111" },
                  },
                },
              ]
            : []),
        ],
      },
    },
    options,
  );
}

function checkScale(where: string, { center, range }: HeatmapOptions): void {
  if (center !== undefined && !Number.isFinite(center)) {
    throw new OptionError({ where, expected: "center to be a finite number", received: String(center) });
  }
  if (range === undefined) return;
  const [low, high] = range;
  if (Number.isFinite(low) && Number.isFinite(high) && low < high) return;
  throw new OptionError({
    where,
    expected: "range to be [lowest, highest], two finite numbers",
    received: JSON.stringify(range),
  });
}

function axis(field: string, title: string, names: readonly string[]): Record<string, unknown> {
  const upright = names.every((name) => name.length * 8 <= cellStep(names.length));
  return {
    field,
    type: "nominal",
    title,
    sort: null,
    scale: { domain: names },
    axis: {
      grid: false,
      domain: false,
      ticks: false,
      labelPadding: 5,
      ...(field === "x" ? { labelAngle: upright ? 0 : -40 } : {}),
    },
  };
}

const cellStep = (count: number): number => Math.max(4, Math.min(46, Math.floor(560 / count)));

/** The colour scale, and the expression that is true where labels must be white. */
function shading(
  low: number,
  high: number,
  center: number | undefined,
): { color: object; labelColor: string } {
  if (center === undefined) {
    return {
      color: { scheme: "viridis", domain: [low, high] },
      labelColor: `datum.value < ${low + 0.6 * (high - low)}`,
    };
  }
  const reach = Math.max(center - low, high - center) || 1;
  return {
    // Both ends saturated, the middle light grey: the cells are opaque, so the labels read the same on every page.
    color: { domain: [center - reach, center, center + reach], range: ["#2166ac", "#e8e8e8", "#b35806"] },
    labelColor: `abs(datum.value - (${center})) > ${0.55 * reach}`,
  };
}

function countedHeatmap(
  where: string,
  options: HeatmapOptions,
  points: { x: Float64Array; y: Float64Array },
): Plot {
  const { cells, used, dropped } = binnedCounts(points.x, points.y, options.bins ?? 40);
  if (used === 0) {
    throw new DataError({
      where,
      expected: `at least one row with finite "${options.x}" and "${options.y}"`,
      received: `none in ${formatNumber(points.x.length)} rows`,
    });
  }
  const encode = (name: "x" | "y", title: string): Record<string, unknown> => ({
    [name]: {
      field: `${name}From`,
      type: "quantitative",
      bin: { binned: true },
      title,
      scale: { nice: false, zero: false },
      axis: { grid: false, tickCount: 6 },
    },
    [`${name}2`]: { field: `${name}To` },
  });
  return asPlot(
    {
      kind: "heat map",
      values: cells,
      notes: [
        `${plural(used, "point")} counted in cells`,
        ...(dropped > 0
          ? [`${plural(dropped, "row")} without finite ${options.x} and ${options.y} left out`]
          : []),
      ],
      summary: `${options.x} against ${options.y}, at most ${formatNumber(Math.max(...cells.map(({ count }) => count)))} in a cell`,
      body: {
        mark: { type: "rect", tooltip: true },
        encoding: {
          ...encode("x", withUnit(options.xLabel ?? options.x, options.xUnit)),
          ...encode("y", withUnit(options.yLabel ?? options.y, options.yUnit)),
          color: {
            field: "count",
            type: "quantitative",
            title: "rows",
            scale: {
              scheme: { name: "viridis", extent: [0.12, 1] },
              ...(options.range ? { domain: options.range } : {}),
            },
          },
        },
      },
    },
    options,
  );
}
