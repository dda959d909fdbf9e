import { formatNumber } from "../display/index.ts";
import { checkOptions, DataError, OptionError } from "../errors/index.ts";
import { asPlot, plural, withUnit } from "./asPlot.ts";
import { binEdges, binOf } from "./binEdges.ts";
import { checkBins } from "./checkBins.ts";
import { frameOptionNames } from "./Plot.ts";
import type { FrameOptions, Plot, Rows } from "./Plot.ts";
import { readColumns, toNames, toNumbers } from "./readColumns.ts";
import { seriesColor } from "./seriesColor.ts";

export interface HistogramOptions extends FrameOptions {
  /** Column of numbers. Not needed when the numbers themselves are given. */
  x?: string;
  /** Column that names the group a row belongs to; groups share the bins. Default: one group. */
  series?: string;
  /** Number of bins. Default: by the Freedman–Diaconis rule, 5 to 60; one for each integer when there are few. */
  bins?: number;
  /** Heights as shares of each group instead of counts. Default false. */
  share?: boolean;
}

/** How often values fall into each of equal intervals. The last interval holds its upper end, too. Any number of rows:
 *  only the counts are kept.
 *  @param rows  numbers, or rows with the column `x`
 *  @throws {DataError} when no value is finite */
export function histogram(rows: Rows | ArrayLike<number>, options: HistogramOptions = {}): Plot {
  const where = "plot.histogram";
  checkOptions(where, options, [...frameOptionNames, "x", "series", "bins", "share"]);
  const { share = false } = options;
  checkBins(where, options.bins);
  const { numbers, series } = readNumbers(where, rows, options);
  const finite = numbers.filter((value) => Number.isFinite(value)).sort();
  if (finite.length === 0) {
    throw new DataError({
      where,
      expected: "at least one finite value",
      received: numbers.length === 0 ? "no values" : `none in ${formatNumber(numbers.length)}`,
    });
  }
  const edges = binEdges(finite, options.bins);
  const groups = new Map<string, Uint32Array>();
  for (let i = 0; i < numbers.length; i++) {
    const name = series?.[i] ?? "";
    let counts = groups.get(name);
    if (!counts) groups.set(name, (counts = new Uint32Array(edges.length - 1)));
    if (Number.isFinite(numbers[i]!)) counts[binOf(numbers[i]!, edges)]!++;
  }
  const values = [...groups].flatMap(([name, counts]) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return Array.from(counts, (count, b) => ({
      from: edges[b]!,
      to: edges[b + 1]!,
      count,
      ...(share ? { share: total > 0 ? count / total : 0 } : {}),
      ...(series ? { series: name } : {}),
    })).filter(({ count }) => count > 0);
  });
  const left = numbers.length - finite.length;
  return asPlot(
    {
      kind: "histogram",
      values,
      notes: left > 0 ? [`${plural(left, "value")} NaN or infinite left out`] : [],
      summary: `${plural(finite.length, "value")} from ${formatNumber(finite[0]!)} to ${formatNumber(finite.at(-1)!)} in ${plural(edges.length - 1, "bin")}, median ${formatNumber(finite[(finite.length - 1) >> 1]!)}`,
      body: {
        mark: { type: "bar", tooltip: true, binSpacing: 1, ...(series ? { fillOpacity: 0.6 } : {}) },
        encoding: {
          x: {
            field: "from",
            type: "quantitative",
            bin: { binned: true },
            title: withUnit(options.xLabel ?? options.x ?? "value", options.xUnit),
            scale: { domain: [edges[0], edges.at(-1)], nice: false, zero: false },
            axis: { grid: false, tickCount: 8 },
          },
          x2: { field: "to" },
          y: {
            field: share ? "share" : "count",
            type: "quantitative",
            stack: null,
            title: withUnit(options.yLabel ?? (share ? "share" : "count"), options.yUnit),
            axis: { tickCount: 6, ...(share ? { format: "~%" } : {}) },
          },
          ...(series
            ? {
                color: seriesColor(groups.keys()),
              }
            : {}),
        },
      },
    },
    options,
  );
}

function readNumbers(
  where: string,
  rows: Rows | ArrayLike<number>,
  options: HistogramOptions,
): { numbers: Float64Array; series?: string[] } {
  const list = rows as ArrayLike<unknown>;
  if (
    ArrayBuffer.isView(rows) ||
    (Array.isArray(rows) && (rows.length === 0 || typeof rows[0] !== "object" || rows[0] === null))
  ) {
    return { numbers: toNumbers(where, "values", list) };
  }
  if (options.x === undefined) {
    throw new OptionError({ where, expected: "x to name a column", received: "nothing" });
  }
  const columns = readColumns(where, rows as Rows);
  return {
    numbers: toNumbers(where, options.x, columns.column(options.x)),
    ...(options.series === undefined ? {} : { series: toNames(columns.column(options.series)) }),
  };
}
