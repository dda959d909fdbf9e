import { Buffer } from "node:buffer";

import { checkOptions, OptionError, ShapeError } from "../errors/index.ts";
import { displayable } from "./displayable.ts";
import { formatNumber } from "./formatNumber.ts";
import { captionHeight, captionSvg, captionWidth } from "./gridCaptions.ts";
import type { Caption } from "./gridCaptions.ts";
import { loadSharp } from "./loadSharp.ts";
import type { Displayable, MimeBundle } from "./mime.ts";
import { pixelGrid } from "./pixelGrid.ts";
import type { GridLayout } from "./pixelGrid.ts";

export interface ImageGridOptions {
  /** Shape of one image: `[height, width]`, `[height, width, 1]` (grey) or `[height, width, 3]` (RGB). Required. */
  shape: readonly number[];
  /** A line (or lines, split at `\n`) below each image; with a verdict its plate takes the verdict's colour. */
  captions?: readonly Caption[];
  /** Images a row. Default: what fits a page of 900 pixels, near a square. */
  columns?: number;
  /** Pixels on the page for one of the image: an integer, or 1 / integer to shrink. Default: by size and count. */
  scale?: number;
  /** Values of black and white. Default `[0, 255]` for bytes, `[0, 1]` for everything else. */
  range?: readonly [number, number];
}

/** What an image grid shows, as plain data. */
export interface ImageGrid {
  /** Images given. */
  count: number;
  /** Images shown: the first 400. */
  shown: number;
  shape: number[];
  columns: number;
  scale: number;
  captions?: string[];
  /** Pixel values shown that are NaN or infinite (magenta). */
  nonFinite: number;
  /** Pixel values shown that lie outside the range (painted as its ends). */
  clipped: number;
}

type Pixels = ArrayLike<number>;

const gap = 4;
const pageWidth = 900;
const mostImages = 400;
const mostBytes = 220_000; // 293 KB as base64

/** Images side by side, as one PNG that is legible on light and dark pages. Pixels are copied when called, so a tensor's
 *  data may change afterwards; NaN and infinite pixels are magenta and counted.
 *  @param images  one array of pixels per image, or all of them in one array `[count, ...shape]`, row-major
 *  @throws {ShapeError} when an image does not have height × width × channels values
 *  @throws {OptionError} when an option is out of range, or captions and images differ in number */
export function imageGrid(
  images: readonly Pixels[] | Pixels,
  options: ImageGridOptions,
): ImageGrid & Displayable {
  checkOptions("imageGrid", options, ["shape", "captions", "columns", "scale", "range"]);
  const [height, width, channels] = checkShape(options?.shape);
  const all = separate(images, height * width * channels, options.shape);
  const { captions } = options;
  if (captions && captions.length !== all.length) {
    throw new OptionError({
      where: "imageGrid",
      expected: `a caption for each of ${all.length} images`,
      received: `${captions.length} captions`,
    });
  }
  const pixels = all.slice(0, mostImages).map((image) => Float64Array.from(image));
  const shownCaptions = captions?.slice(0, mostImages);
  const scale = checkScale(options.scale) ?? defaultScale(pixels.length, Math.max(height, width));
  const cellWidth = Math.max(Math.floor(width * scale), shownCaptions ? captionWidth(shownCaptions) : 0, 1);
  const columns = checkColumns(options.columns) ?? defaultColumns(pixels.length, cellWidth);
  const bytes = all[0] instanceof Uint8Array || all[0] instanceof Uint8ClampedArray;
  const layout: GridLayout = {
    height,
    width,
    channels,
    scale,
    cellWidth,
    columns: Math.max(1, Math.min(columns, pixels.length)),
    captionHeight: shownCaptions ? captionHeight(shownCaptions) : 0,
    gap,
    range: checkRange(options.range) ?? (bytes ? [0, 255] : [0, 1]),
  };
  const grid = pixelGrid(pixels, layout);
  const data: ImageGrid = {
    count: all.length,
    shown: pixels.length,
    shape: [...options.shape],
    columns: layout.columns,
    scale,
    ...(captions
      ? { captions: captions.map((caption) => (typeof caption === "string" ? caption : caption.text)) }
      : {}),
    nonFinite: grid.nonFinite,
    clipped: grid.clipped,
  };
  return displayable(
    data,
    () => gridText(data, layout),
    async (): Promise<MimeBundle> => {
      if (pixels.length === 0) return {};
      const overlay = shownCaptions ? captionSvg(shownCaptions, grid, layout) : undefined;
      return { "image/png": (await encode(grid, overlay)).toString("base64") };
    },
  );
}

async function encode(
  { rgba, width, height }: { rgba: Uint8ClampedArray; width: number; height: number },
  overlay: string | undefined,
): Promise<Buffer> {
  const sharp = await loadSharp();
  const raw = sharp(Buffer.from(rgba.buffer, rgba.byteOffset, rgba.byteLength), {
    raw: { width, height, channels: 4 },
  });
  const flat = overlay
    ? sharp(
        await raw
          .composite([{ input: Buffer.from(overlay) }])
          .png({ compressionLevel: 1 })
          .toBuffer(),
      )
    : raw;
  const exact = await flat.clone().png({ compressionLevel: 9 }).toBuffer();
  if (exact.length <= mostBytes) return exact;
  for (const colors of [256, 64, 16]) {
    const reduced = await flat.clone().png({ palette: true, colors, compressionLevel: 9 }).toBuffer();
    if (reduced.length <= mostBytes || colors === 16) return reduced;
  }
  return exact;
}

function gridText({ count, shown, shape, nonFinite, clipped }: ImageGrid, { range }: GridLayout): string {
  const pixels = (number: number): string =>
    `${formatNumber(number)} pixel ${number === 1 ? "value" : "values"}`;
  const parts = [`${formatNumber(count)} ${count === 1 ? "image" : "images"} of ${shape.join(" × ")}`];
  if (shown < count) parts.push(`the first ${formatNumber(shown)} shown`);
  if (nonFinite > 0) parts.push(`${pixels(nonFinite)} not finite (magenta)`);
  if (clipped > 0) parts.push(`${pixels(clipped)} outside ${range[0]} … ${range[1]} (clipped)`);
  return parts.join(", ");
}

function checkShape(shape: readonly number[] | undefined): [height: number, width: number, channels: 1 | 3] {
  const [height, width, channels = 1] = shape ?? [];
  const whole = shape?.every((size) => Number.isInteger(size) && size > 0);
  if (!shape || !whole || shape.length < 2 || shape.length > 3 || (channels !== 1 && channels !== 3)) {
    throw new ShapeError({
      where: "imageGrid",
      expected: "shape: [height, width], [height, width, 1] or [height, width, 3]",
      received: shape ? `[${shape.join(", ")}]` : "no shape",
    });
  }
  return [height!, width!, channels];
}

function separate(images: readonly Pixels[] | Pixels, size: number, shape: readonly number[]): Pixels[] {
  const expected = `${size} values an image (${shape.join(" × ")})`;
  if (images.length > 0 && typeof images[0] === "number") {
    const packed = images as Pixels & { subarray?: (from: number, to: number) => Pixels };
    if (packed.length % size !== 0) {
      throw new ShapeError({ where: "imageGrid", expected, received: `${packed.length} values in all` });
    }
    return Array.from({ length: packed.length / size }, (_, i) =>
      packed.subarray
        ? packed.subarray(i * size, (i + 1) * size)
        : Array.prototype.slice.call(packed, i * size, (i + 1) * size),
    );
  }
  const list = Array.from(images as readonly Pixels[]);
  for (const [i, image] of list.entries()) {
    if (image.length === size) continue;
    throw new ShapeError({ where: "imageGrid", expected, received: `${image.length} in image ${i}` });
  }
  return list;
}

function checkScale(scale: number | undefined): number | undefined {
  if (scale === undefined) return undefined;
  const whole = scale >= 1 ? scale : 1 / scale;
  if (scale > 0 && Math.abs(whole - Math.round(whole)) <= 1e-9 && whole <= 64) return scale;
  throw new OptionError({
    where: "imageGrid",
    expected: "scale to be an integer from 1 to 64, or 1 / integer",
    received: String(scale),
  });
}

function checkColumns(columns: number | undefined): number | undefined {
  if (columns === undefined || (Number.isInteger(columns) && columns > 0)) return columns;
  throw new OptionError({
    where: "imageGrid",
    expected: "columns to be a positive integer",
    received: String(columns),
  });
}

function checkRange(range: readonly [number, number] | undefined): readonly [number, number] | undefined {
  if (range === undefined) return undefined;
  const [black, white] = range;
  if (Number.isFinite(black) && Number.isFinite(white) && black < white) return range;
  throw new OptionError({
    where: "imageGrid",
    expected: "range to be [black, white], two finite numbers in this order",
    received: JSON.stringify(range),
  });
}

/** Few images are shown large, many small, and no image larger than 160 pixels by default. */
function defaultScale(count: number, side: number): number {
  if (side > 160) return 1 / Math.ceil(side / 160);
  const wanted = count <= 12 ? 112 : count <= 40 ? 84 : 56;
  return Math.max(1, Math.floor(wanted / side));
}

function defaultColumns(count: number, cellWidth: number): number {
  const fits = Math.max(1, Math.floor((pageWidth + gap) / (cellWidth + gap)));
  if (count <= fits && count <= 10) return count;
  const most = Math.min(fits, Math.max(8, Math.ceil(Math.sqrt(count * 1.6))));
  return Math.ceil(count / Math.ceil(count / most)); // rows of equal length, no orphan in the last
}
