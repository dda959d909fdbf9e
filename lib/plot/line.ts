import { formatNumber } from "../display/index.ts";
import { checkChoice, checkOptions, DataError } from "../errors/index.ts";
import { asPlot, plural, withUnit } from "./asPlot.ts";
import { checkNamed } from "./checkNamed.ts";
import { frameOptionNames } from "./Plot.ts";
import type { FrameOptions, Plot, Rows } from "./Plot.ts";
import { holdsDates, readColumns, toNames, toNumbers } from "./readColumns.ts";
import { decimate, fittingCount, mostPoints, rounder } from "./sampling.ts";
import { seriesColor } from "./seriesColor.ts";
import { alarmColor } from "./theme.ts";

export interface LineOptions extends FrameOptions {
  /** Column of numbers or dates along the horizontal axis: step, epoch, time. */
  x: string;
  /** Column of numbers, or several that share the axis, one line each. */
  y: string | readonly string[];
  /** Column that names the line a row belongs to. Default: one line a `y`. */
  series?: string;
  /** Default `"linear"`; `"log"` leaves out values that are not positive, and says so. */
  yScale?: "linear" | "log";
  /** Dots at the values. Default: when there are at most 40 a line. */
  points?: boolean;
}

/** Points that lines are thinned to: two for each of 2,000 columns, more than a screen shows of one plot. */
const thinnedPoints = 4_000;

interface Broken {
  row: number;
  x: number;
  name: string;
  value: string;
}

interface Line {
  name: string;
  x: number[];
  y: number[];
}

/** Lines through values in the order of the rows. A value that is NaN or infinite is no point of the line: a dashed red
 *  rule marks where it was, so that a diverging loss is seen. More than 10,000 points are thinned to the lowest and
 *  highest of each stretch.
 *  @throws {DataError} when there are no rows, a column is missing or not numeric, or no `x` is finite */
export function line(rows: Rows, options: LineOptions): Plot {
  const where = "plot.line";
  checkOptions(where, options, [...frameOptionNames, "x", "y", "series", "yScale", "points"]);
  checkNamed(where, "x", options?.x);
  checkNamed(where, "y", options.y);
  checkChoice(where, "yScale", options.yScale, ["linear", "log"]);
  const columns = readColumns(where, rows);
  const yNames = typeof options.y === "string" ? [options.y] : options.y;
  const xValues = columns.column(options.x);
  const x = toNumbers(where, options.x, xValues);
  const temporal = holdsDates(xValues);
  const series = options.series === undefined ? undefined : toNames(columns.column(options.series));

  const lines = new Map<string, Line>();
  const broken: Broken[] = [];
  let withoutX = 0;
  let notPositive = 0;
  for (const yName of yNames) {
    const y = toNumbers(where, yName, columns.column(yName));
    for (let i = 0; i < y.length; i++) {
      const name = series ? (yNames.length > 1 ? `${series[i]} ${yName}` : series[i]!) : yName;
      const one = lines.get(name) ?? { name, x: [], y: [] };
      lines.set(name, one);
      if (!Number.isFinite(x[i]!)) withoutX++;
      else if (!Number.isFinite(y[i]!)) broken.push({ row: i, x: x[i]!, name, value: String(y[i]) });
      else if (options.yScale === "log" && y[i]! <= 0) notPositive++;
      else {
        one.x.push(x[i]!);
        one.y.push(y[i]!);
      }
    }
  }
  const drawn = [...lines.values()].filter((one) => one.x.length > 0);
  if (drawn.length === 0 && broken.length === 0) {
    throw new DataError({
      where,
      expected: `at least one row with a finite "${options.x}"${options.yScale === "log" ? " and a positive value" : ""}`,
      received: `none in ${formatNumber(columns.rowCount)} rows`,
    });
  }

  const { values, note } = lineValues(drawn);
  const notes = [
    ...(note ? [note] : []),
    ...(broken.length > 0
      ? [
          `${plural(broken.length, "value")} NaN or infinite, the first at ${options.x} ${formatNumber(broken[0]!.x)} (dashed)`,
        ]
      : []),
    ...(withoutX > 0 ? [`${plural(withoutX, "row")} without a finite ${options.x} left out`] : []),
    ...(notPositive > 0
      ? [`${plural(notPositive, "value")} not positive, left out of the logarithmic axis`]
      : []),
  ];
  const several = lines.size > 1;
  const marks = brokenRuns(broken).slice(0, 50);
  const dotted = drawn.filter((one) => options.points ?? one.x.length <= 40).map((one) => one.name);
  const xAxis = {
    field: "x",
    type: temporal ? "temporal" : "quantitative",
    title: withUnit(options.xLabel ?? options.x, options.xUnit),
    ...(temporal
      ? {}
      : {
          scale: { zero: false, nice: false, ...onlyPlace(x) },
          axis: { grid: false, tickCount: 8, ...(allIntegers(x) ? { tickMinStep: 1 } : {}) },
        }),
  };
  const yTitle = withUnit(options.yLabel ?? (yNames.length === 1 ? yNames[0]! : "value"), options.yUnit);
  const lineLayer = {
    transform: [{ filter: "isValid(datum.y)" }],
    mark: {
      type: "line",
      tooltip: true,
    },
    encoding: {
      x: xAxis,
      y: {
        field: "y",
        type: "quantitative",
        title: yTitle,
        scale: options.yScale === "log" ? { type: "log", nice: false } : { zero: false },
      },
      ...(several
        ? {
            color: seriesColor(lines.keys()),
          }
        : {}),
      ...(several ? { detail: { field: "series" } } : {}),
    },
  };
  // A short line among long ones, such as one validation loss an epoch, would not be seen without its dots.
  const dotLayer = {
    ...lineLayer,
    transform: [
      ...lineLayer.transform,
      ...(dotted.length < drawn.length ? [{ filter: { field: "series", oneOf: dotted } }] : []),
    ],
    mark: { type: "point", filled: true, size: 30, opacity: 1, tooltip: true },
  };
  return asPlot(
    {
      kind: "line plot",
      values: [...values, ...marks],
      notes,
      summary:
        drawn
          .map((one) => `${one.name} ${formatNumber(one.y[0]!)} → ${formatNumber(one.y.at(-1)!)}`)
          .join(", ") || "no finite value",
      body: {
        layer: [
          ...(drawn.length > 0 ? [lineLayer] : []),
          ...(dotted.length > 0 ? [dotLayer] : []),
          ...(marks.length > 0 ? brokenLayers(xAxis) : []),
        ],
      },
    },
    options,
  );
}

/** The points of all lines, thinned when there are too many to draw or to send. */
function lineValues(lines: readonly Line[]): { values: Record<string, unknown>[]; note?: string } {
  const total = lines.reduce((sum, one) => sum + one.x.length, 0);
  const roundX = rounder(
    lines.flatMap((one) => [Math.min(one.x[0]!, one.x.at(-1)!), Math.max(one.x[0]!, one.x.at(-1)!)]),
  );
  const draw = (most: number): Record<string, unknown>[] =>
    lines.flatMap((one) => {
      const roundY = rounder(one.y);
      const positions = decimate(one.y, Math.max(2, Math.floor((most * one.x.length) / total)));
      return Array.from(positions, (i) => ({
        x: roundX(one.x[i]!),
        y: roundY(one.y[i]!),
        ...(lines.length > 1 ? { series: one.name } : {}),
      }));
    });
  let values = draw(total > mostPoints ? thinnedPoints : total);
  const fitting = fittingCount(values);
  if (values.length > fitting) values = draw(fitting);
  if (values.length >= total) return { values };
  return {
    values,
    note: `${formatNumber(total)} points thinned to ${formatNumber(values.length)}: lowest and highest of each stretch`,
  };
}

/** An axis around a single value, which has no extent of its own. */
function onlyPlace(values: Float64Array): { domain?: [number, number] } {
  const finite = values.filter((value) => Number.isFinite(value));
  const [first] = finite;
  return first !== undefined && finite.every((value) => value === first)
    ? { domain: [first - 1, first + 1] }
    : {};
}

function allIntegers(values: Float64Array): boolean {
  return values.every((value) => Number.isInteger(value));
}

/** Stretches of neighbouring rows without a finite value, as one mark each. */
function brokenRuns(broken: readonly Broken[]): Record<string, unknown>[] {
  const runs: { from: number; to: number; broken: string; row: number; name: string }[] = [];
  for (const { row, x, name, value } of broken) {
    const last = runs.at(-1);
    if (last && last.name === name && last.row === row - 1) {
      last.row = row;
      last.to = x;
    } else runs.push({ from: x, to: x, broken: `${name} is ${value}`, row, name });
  }
  return runs.map(({ from, to, broken }) => ({ from, to, broken }));
}

/** A dashed rule where a stretch without finite values begins, and a tint over it. */
function brokenLayers(xAxis: object): object[] {
  const transform = [{ filter: "isValid(datum.broken)" }];
  return [
    {
      transform,
      mark: { type: "rect", color: alarmColor, opacity: 0.15 },
      encoding: { x: { ...xAxis, field: "from" }, x2: { field: "to" } },
    },
    {
      transform,
      mark: { type: "rule", color: alarmColor, strokeDash: [4, 3], tooltip: true },
      encoding: { x: { ...xAxis, field: "from" }, tooltip: [{ field: "broken", title: "value" }] },
    },
  ];
}
