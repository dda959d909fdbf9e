import { escapeHtml } from "./html.ts";
import type { GridLayout, PixelGrid } from "./pixelGrid.ts";
import { verdictStyle } from "./Verdict.ts";
import type { Verdict } from "./Verdict.ts";

/** Words below an image; with a verdict, its plate takes the verdict's colour. */
export type Caption = string | { text: string; verdict: Verdict };

const lineHeight = 15;
const fontSize = 11.5;
/** Mean advance of one character of a sans-serif face at that size, on the wide side. */
const characterWidth = 6.9;
const padding = 4;
const widest = 150;
/** The plate below an image: dark with white words, so that they read the same on light and dark pages. */
const plate = "#444c56";

const textOf = (caption: Caption): string => (typeof caption === "string" ? caption : caption.text);

/** Width the widest caption needs, in pixels, up to 150; longer lines are cut. */
export function captionWidth(captions: readonly Caption[]): number {
  const longest = Math.max(
    0,
    ...captions.flatMap((caption) =>
      textOf(caption)
        .split("\n")
        .map((line) => line.length),
    ),
  );
  return Math.min(widest, Math.ceil(longest * characterWidth + 2 * padding));
}

/** Height of the highest caption, in pixels. */
export function captionHeight(captions: readonly Caption[]): number {
  const lines = Math.max(1, ...captions.map((caption) => textOf(caption).split("\n").length));
  return lines * lineHeight + 4;
}

/** The captions as an SVG to lay over the grid. */
export function captionSvg(captions: readonly Caption[], grid: PixelGrid, layout: GridLayout): string {
  const { cellWidth, captionHeight, width, height, scale } = layout;
  const tileWidth = Math.max(1, Math.floor(width * scale));
  const tileHeight = Math.max(1, Math.floor(height * scale));
  const fits = Math.max(1, Math.floor((cellWidth - 2 * padding) / characterWidth));
  const plates = captions.map((caption, i) => {
    const place = grid.places[i]!;
    const left = place.left - Math.floor((cellWidth - tileWidth) / 2);
    const top = place.top + tileHeight;
    const color = typeof caption === "string" ? plate : verdictStyle[caption.verdict].color;
    const lines = textOf(caption)
      .split("\n")
      .map((line) => (line.length > fits ? `${line.slice(0, fits - 1)}…` : line))
      .map(
        (line, l) =>
          `<text x="${left + cellWidth / 2}" y="${top + l * lineHeight + 13}">${escapeHtml(line)}</text>`,
      );
    return `<rect x="${left}" y="${top}" width="${cellWidth}" height="${captionHeight}" fill="${color}"/>${lines.join("")}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${grid.width}" height="${grid.height}"><g fill="#ffffff" text-anchor="middle" font-family="Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif" font-size="${fontSize}">${plates.join("")}</g></svg>`;
}
