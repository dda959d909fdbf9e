/** Pixels of several images laid out in one picture, as RGBA. */
export interface PixelGrid {
  /** `[height, width, 4]`, row-major; gaps are transparent. */
  rgba: Uint8ClampedArray;
  width: number;
  height: number;
  /** Left edge and top of each image, in pixels of the picture. */
  places: { left: number; top: number }[];
  /** Pixel values that are NaN or infinite; they are painted magenta. */
  nonFinite: number;
  /** Finite pixel values outside the range; they are painted as its ends. */
  clipped: number;
}

export interface GridLayout {
  height: number;
  width: number;
  channels: 1 | 3;
  columns: number;
  /** An integer (each pixel becomes a square of that side) or 1 / integer (squares of pixels are averaged). */
  scale: number;
  /** Width of one cell, at least that of the scaled image, which stands in its middle. */
  cellWidth: number;
  /** Height kept free below each image. */
  captionHeight: number;
  gap: number;
  range: readonly [number, number];
}

/** A translucent line around each image: black images end somewhere on a dark page, white ones on a light page. */
const frame = 1;

function outline(
  { rgba, width }: PixelGrid,
  { left, top }: { left: number; top: number },
  tileWidth: number,
  tileHeight: number,
): void {
  for (let y = top - frame; y < top + tileHeight + frame; y++) {
    for (let x = left - frame; x < left + tileWidth + frame; x++) {
      rgba.set([127, 127, 127, 110], (y * width + x) * 4);
    }
  }
}

/** Lays out images row by row. Enlarging repeats pixels, so that edges stay crisp; shrinking averages them. */
export function pixelGrid(images: readonly ArrayLike<number>[], layout: GridLayout): PixelGrid {
  const { height, width, columns, scale, cellWidth, captionHeight, gap } = layout;
  const tileWidth = Math.max(1, Math.floor(width * scale));
  const tileHeight = Math.max(1, Math.floor(height * scale));
  const rows = Math.max(1, Math.ceil(images.length / columns));
  const grid: PixelGrid = {
    width: columns * (cellWidth + gap) - gap + 2 * frame,
    height: rows * (tileHeight + captionHeight + gap) - gap + 2 * frame,
    rgba: new Uint8ClampedArray(0),
    places: [],
    nonFinite: 0,
    clipped: 0,
  };
  grid.rgba = new Uint8ClampedArray(grid.width * grid.height * 4);
  for (const [i, image] of images.entries()) {
    const place = {
      left: frame + (i % columns) * (cellWidth + gap) + Math.floor((cellWidth - tileWidth) / 2),
      top: frame + Math.floor(i / columns) * (tileHeight + captionHeight + gap),
    };
    grid.places.push(place);
    outline(grid, place, tileWidth, tileHeight);
    paint(grid, toRgb(image, layout, grid), place, { ...layout, tileWidth, tileHeight });
  }
  return grid;
}

/** One image as RGB bytes, at its own size. */
function toRgb(image: ArrayLike<number>, layout: GridLayout, counts: PixelGrid): Uint8ClampedArray {
  const { height, width, channels, range } = layout;
  const [low, high] = range;
  const rgb = new Uint8ClampedArray(height * width * 3);
  const perByte = 255 / (high - low);
  for (let pixel = 0; pixel < height * width; pixel++) {
    let marked = false;
    for (let channel = 0; channel < 3; channel++) {
      if (channels === 1 && channel > 0) {
        rgb[pixel * 3 + channel] = rgb[pixel * 3]!;
        continue;
      }
      const value = image[pixel * channels + channel]!;
      if (!Number.isFinite(value)) {
        counts.nonFinite++;
        marked = true;
      } else if (value < low || value > high) counts.clipped++;
      rgb[pixel * 3 + channel] = (value - low) * perByte;
    }
    if (marked) rgb.set([255, 0, 255], pixel * 3);
  }
  return rgb;
}

function paint(
  { rgba, width: gridWidth }: PixelGrid,
  rgb: Uint8ClampedArray,
  { left, top }: { left: number; top: number },
  { width, scale, tileWidth, tileHeight }: GridLayout & { tileWidth: number; tileHeight: number },
): void {
  const side = scale >= 1 ? 1 : Math.round(1 / scale);
  for (let y = 0; y < tileHeight; y++) {
    for (let x = 0; x < tileWidth; x++) {
      const to = ((top + y) * gridWidth + left + x) * 4;
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let dy = 0; dy < side; dy++) {
          for (let dx = 0; dx < side; dx++) {
            const fromY = side > 1 ? y * side + dy : Math.floor(y / scale);
            const fromX = side > 1 ? x * side + dx : Math.floor(x / scale);
            sum += rgb[(fromY * width + fromX) * 3 + channel]!;
          }
        }
        rgba[to + channel] = sum / (side * side);
      }
      rgba[to + 3] = 255;
    }
  }
}
