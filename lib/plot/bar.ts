import { columnFormat, formatNumber } from "../display/index.ts";
import { checkChoice, checkOptions, DataError } from "../errors/index.ts";
import { asPlot, plural, withUnit } from "./asPlot.ts";
import { checkNamed } from "./checkNamed.ts";
import { frameOptionNames } from "./Plot.ts";
import type { FrameOptions, Plot, Rows } from "./Plot.ts";
import { readColumns, toNames, toNumbers } from "./readColumns.ts";
import { seriesColor } from "./seriesColor.ts";

export interface BarOptions extends FrameOptions {
  /** Column of categories. */
  x: string;
  /** Column of numbers; rows of the same category (and series) are added up. Default: rows are counted. */
  y?: string;
  /** Column that splits each bar into parts side by side. Default: none. */
  series?: string;
  /** Order of the categories: by their first row, or by their value. Default `"none"`. */
  sort?: "none" | "ascending" | "descending";
  /** Bars that lie. Default: when the names are long or many. */
  horizontal?: boolean;
}

interface BarValue extends Record<string, unknown> {
  category: string;
  value: number;
  label: string;
  series?: string;
}

/** Categories drawn at most; those with the largest values are kept. */
const mostCategories = 50;

/** A bar for each category.
 *  @throws {DataError} when there are no rows, a column is missing, or `y` holds no finite number */
export function bar(rows: Rows, options: BarOptions): Plot {
  const where = "plot.bar";
  checkOptions(where, options, [...frameOptionNames, "x", "y", "series", "sort", "horizontal"]);
  checkNamed(where, "x", options?.x);
  checkChoice(where, "sort", options.sort, ["none", "ascending", "descending"]);
  const columns = readColumns(where, rows);
  const names = toNames(columns.column(options.x));
  const amounts =
    options.y === undefined ? undefined : toNumbers(where, options.y, columns.column(options.y));
  const series = options.series === undefined ? undefined : toNames(columns.column(options.series));

  const categories = new Map<string, Map<string, number>>();
  const parts = new Set<string>();
  let left = 0;
  for (const [i, name] of names.entries()) {
    const amount = amounts ? amounts[i]! : 1;
    if (!Number.isFinite(amount)) {
      left++;
      continue;
    }
    const part = series?.[i] ?? "";
    parts.add(part);
    const category = categories.get(name) ?? new Map<string, number>();
    categories.set(name, category.set(part, (category.get(part) ?? 0) + amount));
  }
  if (categories.size === 0) {
    throw new DataError({
      where,
      expected: `at least one finite number in "${options.y}"`,
      received: `none in ${formatNumber(names.length)} rows`,
    });
  }

  const total = (category: Map<string, number>): number =>
    [...category.values()].reduce((sum, value) => sum + value, 0);
  let shown = [...categories];
  const notes = left > 0 ? [`${plural(left, "row")} without a finite ${options.y} left out`] : [];
  if (shown.length > mostCategories) {
    const largest = new Set(
      shown.toSorted(([, a], [, b]) => Math.abs(total(b)) - Math.abs(total(a))).slice(0, mostCategories),
    );
    notes.push(`the ${mostCategories} largest of ${formatNumber(shown.length)} categories`);
    shown = shown.filter((entry) => largest.has(entry));
  }
  if (options.sort === "ascending") shown.sort(([, a], [, b]) => total(a) - total(b));
  if (options.sort === "descending") shown.sort(([, a], [, b]) => total(b) - total(a));

  const format = columnFormat(shown.flatMap(([, byPart]) => [...byPart.values()]));
  const values = shown.flatMap(([category, byPart]) =>
    Array.from(byPart, ([part, value]): BarValue => {
      const one: BarValue = { category, value, label: formatNumber(value, format) };
      if (series) one.series = part;
      return one;
    }),
  );
  const longest = Math.max(...shown.map(([name]) => name.length));
  const horizontal = options.horizontal ?? (longest > 12 || longest * shown.length > 60);
  const labelled = values.length <= 24 && (!series || values.length <= 12);
  const categoryTitle = withUnit(
    (horizontal ? options.yLabel : options.xLabel) ?? options.x,
    horizontal ? options.yUnit : options.xUnit,
  );
  const valueTitle = withUnit(
    (horizontal ? options.xLabel : options.yLabel) ?? options.y ?? "rows",
    horizontal ? options.xUnit : options.yUnit,
  );
  const domain = {
    sort: null,
    scale: { domain: shown.map(([name]) => name), paddingInner: 0.25, paddingOuter: 0.15 },
  };
  const category = {
    field: "category",
    type: "nominal",
    title: categoryTitle,
    ...domain,
    axis: { grid: false, ...(horizontal ? {} : { labelAngle: 0 }) },
  };
  const value = {
    field: "value",
    type: "quantitative",
    title: valueTitle,
    stack: null,
    axis: { tickCount: 6 },
  };
  const offset = series
    ? { [horizontal ? "yOffset" : "xOffset"]: { field: "series", type: "nominal", sort: null } }
    : {};
  const position = { [horizontal ? "y" : "x"]: category, [horizontal ? "x" : "y"]: value, ...offset };
  return asPlot(
    {
      kind: "bar chart",
      values,
      notes,
      summary:
        shown
          .slice(0, 20)
          .map(([name, byPart]) => `${name} ${formatNumber(total(byPart))}`)
          .join(", ") + (shown.length > 20 ? ", …" : ""),
      ...(horizontal ? { height: Math.max(60, shown.length * (series ? 9 * parts.size + 6 : 22)) } : {}),
      body: {
        layer: [
          {
            mark: { type: "bar", tooltip: true },
            encoding: {
              ...position,
              ...(series
                ? {
                    color: seriesColor(parts),
                  }
                : {}),
            },
          },
          ...(labelled
            ? [
                {
                  mark: {
                    type: "text",
                    fontSize: 11,
                    ...(horizontal ? { align: "left", dx: 4 } : { baseline: "bottom", dy: -3 }),
                  },
                  encoding: {
                    ...position,
                    text: { field: "label", type: "nominal" },
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
