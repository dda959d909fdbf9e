import { displayable, formatNumber } from "../display/index.ts";
import type { FrameOptions, Plot, PlotSpec } from "./Plot.ts";
import { renderPng } from "./renderPng.ts";
import { theme } from "./theme.ts";

/** What a plot function has made: the parts of a description that are its own. */
export interface PlotParts {
  /** What it is, for the text form: `line plot`. */
  kind: string;
  values: Record<string, unknown>[];
  /** Encoding, layers, or mark. */
  body: Record<string, unknown>;
  /** What was left out, sampled or binned; stands below the title. */
  notes: string[];
  /** The figures in words, for terminals. */
  summary: string;
  width?: number | { step: number };
  height?: number | { step: number };
}

export const defaultWidth = 480;
export const defaultHeight = 280;

/** Puts a frame, the theme and a look around the parts. */
export function asPlot(parts: PlotParts, options: FrameOptions): Plot {
  const { notes } = parts;
  const spec: PlotSpec = {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    // A title may not be empty: notes alone get a heading of the plot's kind.
    ...(options.title !== undefined || notes.length > 0
      ? {
          title: {
            text: options.title ?? capital(parts.kind),
            ...(notes.length > 0 ? { subtitle: notes } : {}),
          },
        }
      : {}),
    width: options.width ?? parts.width ?? defaultWidth,
    height: options.height ?? parts.height ?? defaultHeight,
    data: { values: parts.values },
    ...parts.body,
    config: theme,
  };
  const text = [
    `${options.title ? `${options.title} (${parts.kind})` : capital(parts.kind)}: ${parts.summary}`,
    ...notes,
  ];
  return displayable(
    spec,
    () => text.join("\n"),
    async () => ({
      "application/vnd.vegalite.v5+json": spec,
      "image/png": await pictureThatFits(spec),
    }),
  );
}

/** Characters that a whole display may take. */
const mostCharacters = 300_000;

/** The plot's picture in base64: coarser, if need be, so that description and picture together stay below 300 KB. */
async function pictureThatFits(spec: PlotSpec): Promise<string> {
  const rest = mostCharacters - 2_000 - JSON.stringify(spec).length;
  let picture = "";
  for (const quality of [{}, { colors: 16 }, { scale: 1, colors: 16 }]) {
    picture = (await renderPng(spec, quality)).toString("base64");
    if (picture.length <= rest) break;
  }
  return picture;
}

/** A name with its unit: `time (s)`. */
export function withUnit(label: string, unit: string | undefined): string {
  return unit ? `${label} (${unit})` : label;
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** `1 row`, `2,000 rows`. */
export function plural(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? "" : "s"}`;
}
