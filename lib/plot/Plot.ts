import type { Displayable } from "../display/index.ts";

/** A Vega-Lite description: plain data, which any Vega-Lite can draw. */
export interface PlotSpec {
  /** Vega-Lite 5: JupyterLab 4 bundles 5.6 and shows nothing for version 6. */
  $schema: "https://vega.github.io/schema/vega-lite/v5.json";
  title?: { text: string; subtitle?: string[] };
  data: { values: Record<string, unknown>[] };
  [property: string]: unknown;
}

/** A plot: its description, with its look beside it. */
export type Plot = PlotSpec & Displayable;

/** Rows as objects, or typed columns `{ name: values }`. */
export type Rows = readonly object[] | Readonly<Record<string, ArrayLike<unknown>>>;

/** Options of every plot. */
export interface FrameOptions {
  /** Heading. Default: none. */
  title?: string;
  /** Name of the horizontal axis. Default: the column's name. */
  xLabel?: string;
  /** Name of the vertical axis. Default: the column's name. */
  yLabel?: string;
  /** Unit of the horizontal axis, written in brackets behind its name. Default: none. */
  xUnit?: string;
  /** Unit of the vertical axis. Default: none. */
  yUnit?: string;
  /** Width of the plotting area in pixels. Default 480. */
  width?: number;
  /** Height of the plotting area in pixels. Default 280. */
  height?: number;
}

export const frameOptionNames = ["title", "xLabel", "yLabel", "xUnit", "yUnit", "width", "height"] as const;
