import { Buffer } from "node:buffer";

import { checkOptions } from "../errors/index.ts";
import { loadSharp } from "../display/index.ts";
import type { PlotSpec } from "./Plot.ts";

/** Drawing options. */
export interface PngOptions {
  /** Pixels of the picture for one of the plot. Default 2, for dense screens. */
  scale?: number;
  /** Colour behind the plot. Default: transparent. */
  background?: string;
  /** Colours in the palette, 2 to 256. Default 64. */
  colors?: number;
  /** Called with each warning of Vega-Lite or Vega. Default: they are dropped. */
  onWarning?: (message: string) => void;
}

/** Draws a plot as SVG. Vega is loaded with the first one: it has top-level await, and importing the library stays quick. */
export async function renderSvg(
  spec: PlotSpec,
  options: Pick<PngOptions, "onWarning"> = {},
): Promise<string> {
  checkOptions("plot.renderSvg", options, ["onWarning"]);
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const logger = vega.logger(vega.Warn, undefined, (_method: string, _level: string, input: unknown) => {
    options.onWarning?.((input as unknown[]).map(String).join(" "));
  });
  // Vega writes into the data it is given.
  const compiled = compile(structuredClone(spec) as never, { logger });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: "none", logger });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** Draws a plot as PNG: 2 pixels for 1, 64 colours, 8 to 30 KB. */
export async function renderPng(spec: PlotSpec, options: PngOptions = {}): Promise<Buffer> {
  checkOptions("plot.renderPng", options, ["scale", "background", "colors", "onWarning"]);
  const { scale = 2, background, colors = 64, onWarning } = options;
  const [svg, sharp] = await Promise.all([renderSvg(spec, onWarning ? { onWarning } : {}), loadSharp()]);
  const density = 72 * scale;
  const picture = sharp(Buffer.from(svg), { density });
  // The density is written into the file, so that a page can show the picture at its natural size.
  return (background ? picture.flatten({ background }) : picture)
    .withMetadata({ density })
    .png({ palette: true, colors, dither: 0, compressionLevel: 9 })
    .toBuffer();
}
