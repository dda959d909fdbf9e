import { formatNumber } from "../display/index.ts";
import { checkCount, checkOptions, DataError } from "../errors/index.ts";
import { checkSeed } from "../random/index.ts";
import { asPlot, plural, withUnit } from "./asPlot.ts";
import { checkNamed } from "./checkNamed.ts";
import { frameOptionNames } from "./Plot.ts";
import type { FrameOptions, Plot, Rows } from "./Plot.ts";
import { holdsDates, readColumns, toNames, toNumbers } from "./readColumns.ts";
import { fittingCount, mostPoints, rounder, samplePositions } from "./sampling.ts";
import { shadeColors } from "./theme.ts";

export interface ScatterOptions extends FrameOptions {
  /** Column of numbers or dates along the horizontal axis. */
  x: string;
  /** Column of numbers along the vertical axis. */
  y: string;
  /** Column that colours the points: names by group, numbers along a scale. Default: one colour. */
  color?: string;
  /** Points drawn at most; more are sampled, and the plot says so. Default 10,000. */
  maxPoints?: number;
  /** Seed of the sample. Default 0. */
  seed?: number;
}

/** Groups told apart by colour at most; the palette holds no more. */
const mostGroups = 10;

/** A point for each row with finite `x` and `y`.
 *  @throws {DataError} when there are no rows, a column is missing or not numeric, or no row has both */
export function scatter(rows: Rows, options: ScatterOptions): Plot {
  const where = "plot.scatter";
  checkOptions(where, options, [...frameOptionNames, "x", "y", "color", "maxPoints", "seed"]);
  checkNamed(where, "x", options?.x);
  checkNamed(where, "y", options.y);
  const { maxPoints = mostPoints, seed = 0 } = options;
  checkCount(where, "maxPoints", maxPoints);
  checkSeed(where, seed);
  const columns = readColumns(where, rows);
  const xValues = columns.column(options.x);
  const x = toNumbers(where, options.x, xValues);
  const y = toNumbers(where, options.y, columns.column(options.y));
  const colors = options.color === undefined ? undefined : columns.column(options.color);
  const numeric =
    colors !== undefined &&
    Array.from(colors).every((value) => value === null || value === undefined || typeof value === "number");
  const groups = colors && !numeric ? toNames(colors) : undefined;
  const shades = colors && numeric ? toNumbers(where, options.color!, colors) : undefined;

  const finite = Array.from(x.keys()).filter((i) => Number.isFinite(x[i]!) && Number.isFinite(y[i]!));
  if (finite.length === 0) {
    throw new DataError({
      where,
      expected: `at least one row with finite "${options.x}" and "${options.y}"`,
      received: `none in ${formatNumber(columns.rowCount)} rows`,
    });
  }
  const common = groups ? commonGroups(groups) : undefined;
  const [roundX, roundY] = [rounder(x), rounder(y)];
  const roundShade = shades ? rounder(shades) : undefined;
  const draw = (most: number): Record<string, unknown>[] =>
    Array.from(samplePositions(finite.length, most, seed), (position) => {
      const i = finite[position]!;
      const point: Record<string, unknown> = { x: roundX(x[i]!), y: roundY(y[i]!) };
      if (groups) point["color"] = common!.has(groups[i]!) ? groups[i] : "other";
      if (shades) point["color"] = Number.isFinite(shades[i]!) ? roundShade!(shades[i]!) : null;
      return point;
    });
  let values = draw(maxPoints);
  if (values.length > fittingCount(values)) values = draw(fittingCount(values));

  const left = columns.rowCount - finite.length;
  const names = common ? [...common, ...(new Set(groups).size > common.size ? ["other"] : [])] : [];
  const notes = [
    ...(values.length < finite.length
      ? [
          `a random sample of ${formatNumber(values.length)} of ${formatNumber(finite.length)} points (seed ${seed})`,
        ]
      : []),
    ...(left > 0 ? [`${plural(left, "row")} without finite ${options.x} and ${options.y} left out`] : []),
  ];
  const scale = { zero: false };
  return asPlot(
    {
      kind: "scatter plot",
      values,
      notes,
      summary: `${plural(finite.length, "point")}, ${options.x} against ${options.y}${options.color ? `, coloured by ${options.color}` : ""}`,
      body: {
        mark: {
          type: "point",
          filled: true,
          tooltip: true,
          size: values.length > 2000 ? 8 : values.length > 300 ? 18 : 36,
          // Not `opacity`: librsvg gives each mark that has one a layer of its own, 15 times as slow.
          opacity: 1,
          fillOpacity: values.length > 2000 ? 0.4 : 0.75,
        },
        encoding: {
          x: {
            field: "x",
            type: holdsDates(xValues) ? "temporal" : "quantitative",
            title: withUnit(options.xLabel ?? options.x, options.xUnit),
            ...(holdsDates(xValues) ? {} : { scale }),
          },
          y: {
            field: "y",
            type: "quantitative",
            title: withUnit(options.yLabel ?? options.y, options.yUnit),
            scale,
          },
          ...(groups
            ? {
                color: {
                  field: "color",
                  type: "nominal",
                  title: options.color,
                  scale: { domain: names },
                  legend: { symbolOpacity: 1, symbolSize: 60 },
                },
              }
            : {}),
          ...(shades
            ? {
                color: {
                  field: "color",
                  type: "quantitative",
                  title: options.color,
                  scale: { range: shadeColors, interpolate: "rgb" },
                },
              }
            : {}),
        },
      },
    },
    options,
  );
}

/** Every group in the order of first appearance when the palette suffices, else the nine with most rows. */
function commonGroups(groups: readonly string[]): Set<string> {
  const counts = new Map<string, number>();
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  if (counts.size <= mostGroups) return new Set(counts.keys());
  const largest = [...counts].sort(([, a], [, b]) => b - a).slice(0, mostGroups - 1);
  return new Set(largest.map(([name]) => name));
}
