import sharp from "sharp";
import { describe, expect, it } from "vitest";

import { displaySymbol, imageGrid } from "../../../lib/display/index.ts";

async function decode(grid: ReturnType<typeof imageGrid>) {
  const bundle = await grid[displaySymbol]();
  const file = Buffer.from(bundle["image/png"] as string, "base64");
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): number[] => [
    ...data.subarray((y * info.width + x) * 4, (y * info.width + x) * 4 + 4),
  ];
  return { at, width: info.width, height: info.height, bytes: file.length };
}

const black = [0, 0, 0, 255];
const white = [255, 255, 255, 255];

describe("imageGrid", () => {
  it("repeats pixels exactly: a 2 × 2 image enlarged 3 times inside its frame", async () => {
    const { at, width, height } = await decode(imageGrid([[0, 1, 0.5, 0]], { shape: [2, 2], scale: 3 }));
    expect([width, height]).toEqual([8, 8]);
    for (let y = 0; y < 6; y++) {
      for (let x = 0; x < 6; x++) {
        const value = [0, 255, 128, 0][(y >= 3 ? 2 : 0) + (x >= 3 ? 1 : 0)]!;
        expect(at(1 + x, 1 + y)).toEqual([value, value, value, 255]);
      }
    }
    expect(at(0, 0)).toEqual([127, 127, 127, 110]);
  });

  it("lays images out row by row with transparent gaps", async () => {
    const grid = imageGrid([[0], [1], [1]], { shape: [1, 1], scale: 4, columns: 2 });
    const { at, width, height } = await decode(grid);
    expect([width, height]).toEqual([4 + 4 + 4 + 2, 4 + 4 + 4 + 2]);
    expect(at(1, 1)).toEqual(black);
    expect(at(9, 1)).toEqual(white);
    expect(at(1, 9)).toEqual(white);
    expect(at(7, 7)[3]).toBe(0);
    expect(at(10, 10)[3]).toBe(0);
    expect(grid).toEqual({
      count: 3,
      shown: 3,
      shape: [1, 1],
      columns: 2,
      scale: 4,
      nonFinite: 0,
      clipped: 0,
    });
  });

  it("gives the same picture for floats, bytes, plain arrays and one packed array", async () => {
    const floats = [Float32Array.of(0, 1, 0.2, 0.4), Float32Array.of(1, 0.6, 0.8, 0)];
    const bytes = floats.map((image) => Uint8Array.from(image, (value) => Math.round(value * 255)));
    const packed = Float32Array.from(floats.flatMap((image) => [...image]));
    const options = { shape: [2, 2], scale: 2 };
    const pictures = await Promise.all(
      [floats, bytes, floats.map((image) => Array.from(image)), packed, Array.from(packed)].map(
        async (images) => (await imageGrid(images, options)[displaySymbol]())["image/png"],
      ),
    );
    expect(new Set(pictures).size).toBe(1);
  });

  it("shows RGB in colour, channels last", async () => {
    const { at } = await decode(imageGrid([[1, 0, 0, 0, 0.2, 1]], { shape: [1, 2, 3], scale: 1 }));
    expect(at(1, 1)).toEqual([255, 0, 0, 255]);
    expect(at(2, 1)).toEqual([0, 51, 255, 255]);
  });

  it("paints NaN and infinite pixels magenta and counts them, clips and counts the rest", async () => {
    const grid = imageGrid([[NaN, Infinity, -3, 2]], { shape: [2, 2], scale: 1 });
    const { at } = await decode(grid);
    expect(at(1, 1)).toEqual([255, 0, 255, 255]);
    expect(at(2, 1)).toEqual([255, 0, 255, 255]);
    expect(at(1, 2)).toEqual(black);
    expect(at(2, 2)).toEqual(white);
    expect(grid).toMatchObject({ nonFinite: 2, clipped: 2 });
    expect(String(grid)).toBe(
      "1 image of 2 × 2, 2 pixel values not finite (magenta), 2 pixel values outside 0 … 1 (clipped)",
    );
  });

  it("averages when it shrinks", async () => {
    const { at, width } = await decode(imageGrid([[0, 1, 1, 0]], { shape: [2, 2], scale: 0.5 }));
    expect(width).toBe(3);
    expect(at(1, 1)).toEqual([128, 128, 128, 255]);
  });

  it("takes another range", async () => {
    const { at } = await decode(imageGrid([[-1, 1]], { shape: [1, 2], scale: 1, range: [-1, 1] }));
    expect([at(1, 1), at(2, 1)]).toEqual([black, white]);
  });

  it("writes captions in white on a dark plate, in the verdict's colour when there is one", async () => {
    const grid = imageGrid([[0.5], [0.5]], {
      shape: [1, 1],
      scale: 40,
      captions: ["seven", { text: "1 → 7", verdict: "fail" }],
    });
    const { at, width, height } = await decode(grid);
    expect(grid.captions).toEqual(["seven", "1 → 7"]);
    const colors = new Set<string>();
    for (let y = 41; y < height; y++) for (let x = 0; x < width; x++) colors.add(at(x, y).join());
    expect(colors).toContain("68,76,86,255");
    expect(colors).toContain("198,40,40,255");
    expect(
      [...colors].some((color) =>
        color
          .split(",")
          .slice(0, 3)
          .every((part) => Number(part) > 225),
      ),
    ).toBe(true);
  });

  it("escapes captions and cuts long ones", async () => {
    const { width } = await decode(imageGrid([[0]], { shape: [1, 1], captions: [`<&"${"x".repeat(500)}`] }));
    expect(width).toBeLessThanOrEqual(152);
  });

  it("fills rows evenly", () => {
    const digits = (count: number) =>
      imageGrid(new Float32Array(784 * count), { shape: [28, 28, 1] }).columns;
    expect([1, 5, 8, 10, 64].map(digits)).toEqual([1, 5, 4, 5, 11]);
  });

  it("shows the first 400 of many and stays below 300 KB even for noise", async () => {
    const noise = Uint8Array.from({ length: 1000 * 32 * 32 * 3 }, (_, i) => Math.imul(i, 2654435761) >>> 24);
    const grid = imageGrid(noise, { shape: [32, 32, 3] });
    expect(grid).toMatchObject({ count: 1000, shown: 400 });
    expect(String(grid)).toContain("the first 400 shown");
    const bundle = await grid[displaySymbol]();
    expect(JSON.stringify(bundle).length).toBeLessThan(300_000);
  });

  it("copies the pixels: later changes do not show", async () => {
    const image = Float32Array.of(1);
    const grid = imageGrid([image], { shape: [1, 1], scale: 1 });
    image[0] = 0;
    expect((await decode(grid)).at(1, 1)).toEqual(white);
  });

  it("is text alone without images", async () => {
    const grid = imageGrid([], { shape: [28, 28] });
    expect(await grid[displaySymbol]()).toEqual({ "text/plain": "0 images of 28 × 28" });
  });

  it.each<[() => unknown, string]>([
    [
      () => imageGrid([[1, 2, 3]], { shape: [2, 2] }),
      "imageGrid: expected 4 values an image (2 × 2), got 3 in image 0.",
    ],
    [
      () => imageGrid(new Float32Array(7), { shape: [2, 2] }),
      "imageGrid: expected 4 values an image (2 × 2), got 7 values in all.",
    ],
    [
      () => imageGrid([], { shape: [2, 2, 2] }),
      "expected shape: [height, width], [height, width, 1] or [height, width, 3], got [2, 2, 2].",
    ],
    [() => imageGrid([], {} as never), "got no shape."],
    [
      () => imageGrid([[0]], { shape: [1, 1], captions: [] }),
      "imageGrid: expected a caption for each of 1 images, got 0 captions.",
    ],
    [
      () => imageGrid([[0]], { shape: [1, 1], scale: 1.5 }),
      "expected scale to be an integer from 1 to 64, or 1 / integer, got 1.5.",
    ],
    [
      () => imageGrid([[0]], { shape: [1, 1], columns: 0 }),
      "expected columns to be a positive integer, got 0.",
    ],
    [
      () => imageGrid([[0]], { shape: [1, 1], range: [1, 1] }),
      "expected range to be [black, white], two finite numbers in this order, got [1,1].",
    ],
    [() => imageGrid([[0]], { shape: [1, 1], caption: "" } as never), 'Did you mean "captions"?'],
  ])("refuses what does not fit (%#)", (act, message) => expect(act).toThrow(message));
});
