import { formatNumber } from "../display/index.ts";
import { checkOptions, DataError } from "../errors/index.ts";
import { checkSeed } from "../random/index.ts";
import { asPlot, plural, withUnit } from "./asPlot.ts";
import { boxSummary } from "./boxSummary.ts";
import { checkNamed } from "./checkNamed.ts";
import { frameOptionNames } from "./Plot.ts";
import type { FrameOptions, Plot, Rows } from "./Plot.ts";
import { readColumns, toNames, toNumbers } from "./readColumns.ts";
import { samplePositions } from "./sampling.ts";
import { seriesColors } from "./theme.ts";

export interface BoxOptions extends FrameOptions {
  /** Column of numbers. */
  y: string;
  /** Column that names the group of a row, a box each. Default: one box. */
  x?: string;
  /** Seed of the sample of outliers, when a group has more than 100. Default 0. */
  seed?: number;
}

/** Outliers drawn a group at most. */
const mostOutliers = 100;
/** Boxes drawn at most; those with the most rows are kept. */
const mostGroups = 40;

/** A box from the first to the third quartile with the median, whiskers to the last value within 1.5 interquartile
 *  ranges (Tukey 1977), and the values beyond as dots. Any number of rows: only these figures are kept.
 *  @throws {DataError} when there are no rows, a column is missing, or `y` holds no finite number */
export function box(rows: Rows, options: BoxOptions): Plot {
  const where = "plot.box";
  checkOptions(where, options, [...frameOptionNames, "x", "y", "seed"]);
  checkNamed(where, "y", options?.y);
  checkSeed(where, options.seed ?? 0);
  const columns = readColumns(where, rows);
  const numbers = toNumbers(where, options.y, columns.column(options.y));
  const names = options.x === undefined ? undefined : toNames(columns.column(options.x));

  const groups = new Map<string, number[]>();
  let left = 0;
  for (const [i, value] of numbers.entries()) {
    if (!Number.isFinite(value)) {
      left++;
      continue;
    }
    const name = names?.[i] ?? options.y;
    const group = groups.get(name);
    if (group) group.push(value);
    else groups.set(name, [value]);
  }
  if (groups.size === 0) {
    throw new DataError({
      where,
      expected: `at least one finite number in "${options.y}"`,
      received: `none in ${formatNumber(numbers.length)} rows`,
    });
  }
  const notes = left > 0 ? [`${plural(left, "row")} without a finite ${options.y} left out`] : [];
  let shown = [...groups];
  if (shown.length > mostGroups) {
    notes.push(`the ${mostGroups} largest of ${formatNumber(shown.length)} groups`);
    const largest = new Set(shown.toSorted(([, a], [, b]) => b.length - a.length).slice(0, mostGroups));
    shown = shown.filter((entry) => largest.has(entry));
  }

  const boxes: Record<string, unknown>[] = [];
  const dots: Record<string, unknown>[] = [];
  let sampled = 0;
  for (const [name, values] of shown) {
    const { outliers, ...figures } = boxSummary(Float64Array.from(values));
    boxes.push({ group: name, rows: values.length, ...figures, outliers: outliers.length });
    if (outliers.length > mostOutliers) sampled++;
    for (const position of samplePositions(outliers.length, mostOutliers, options.seed ?? 0)) {
      dots.push({ group: name, outlier: outliers[position] });
    }
  }
  if (sampled > 0)
    notes.push(
      `${mostOutliers} outliers drawn of each of ${plural(sampled, "group")} that ${sampled === 1 ? "has" : "have"} more`,
    );
  const domain = shown.map(([name]) => name);
  const group = {
    field: "group",
    type: "nominal",
    sort: null,
    title: options.x === undefined ? null : withUnit(options.xLabel ?? options.x, options.xUnit),
    scale: { domain },
    axis: {
      grid: false,
      labelAngle: domain.some((name) => name.length > 10) ? -30 : 0,
      ...(options.x === undefined ? { labels: false, ticks: false } : {}),
    },
  };
  const along = (field: string): Record<string, unknown> => ({
    field,
    type: "quantitative",
    title: withUnit(options.yLabel ?? options.y, options.yUnit),
    scale: { zero: false },
  });
  const tooltip = [
    "group",
    "rows",
    "lowWhisker",
    "lowerQuartile",
    "median",
    "upperQuartile",
    "highWhisker",
    "outliers",
  ].map((field) => ({ field }));
  const onlyBoxes = [{ filter: "isValid(datum.median)" }];
  return asPlot(
    {
      kind: "box plot",
      values: [...boxes, ...dots],
      notes,
      summary:
        shown
          .slice(0, 10)
          .map(([name], i) => `${name} median ${formatNumber(boxes[i]!["median"] as number)}`)
          .join(", ") + (shown.length > 10 ? ", …" : ""),
      width: { step: Math.max(14, Math.min(90, Math.floor(480 / shown.length))) },
      body: {
        encoding: { x: group },
        layer: [
          {
            transform: onlyBoxes,
            mark: { type: "rule", color: seriesColors[0] },
            encoding: { y: along("lowWhisker"), y2: { field: "highWhisker" } },
          },
          {
            transform: onlyBoxes,
            mark: { type: "bar", width: { band: 0.5 }, color: seriesColors[0] },
            encoding: { y: along("lowerQuartile"), y2: { field: "upperQuartile" }, tooltip },
          },
          {
            transform: onlyBoxes,
            mark: { type: "tick", color: "#ffffff", width: { band: 0.5 }, thickness: 2 },
            encoding: { y: along("median"), tooltip },
          },
          {
            transform: [{ filter: "isValid(datum.outlier)" }],
            mark: {
              type: "point",
              filled: true,
              size: 14,
              opacity: 1,
              fillOpacity: 0.6,
              color: seriesColors[0],
            },
            encoding: {
              y: along("outlier"),
              tooltip: [{ field: "group" }, { field: "outlier", title: options.y }],
            },
          },
        ],
      },
    },
    options,
  );
}
