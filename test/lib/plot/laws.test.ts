import sharp from "sharp";
import { describe, expect, it } from "vitest";

import { displaySymbol, pngSize } from "../../../lib/display/index.ts";
import { renderPng, renderSvg } from "../../../lib/plot/index.ts";
import { ink, seriesColors, shadeColors } from "../../../lib/plot/theme.ts";
import { examples } from "./examples.ts";

/** Contrast ratio of WCAG 2.1. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string): number =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
      const part = Number.parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) / 255;
      return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    }, 0);
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const pages = [
  ["light", "#ffffff"],
  ["dark", "#111111"],
] as const;

describe.each(Object.entries(examples))("%s", (_, make) => {
  it.each(pages)(
    "draws without a warning, with words that stand out, on a %s page",
    async (_, background) => {
      const warnings: string[] = [];
      const plot = make();
      const file = await renderPng(plot, { background, onWarning: (message) => warnings.push(message) });
      expect(warnings).toEqual([]);
      const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      const colors = new Set<number>();
      for (let at = 0; at < info.width * info.height * 3; at += 3) colors.add(data.readUIntBE(at, 3));
      const hex = (rgb: number): string => `#${rgb.toString(16).padStart(6, "0")}`;
      expect(hex(data.readUIntBE(0, 3))).toBe(background);
      const strongest = Math.max(...Array.from(colors, (rgb) => contrast(hex(rgb), background)));
      expect(strongest).toBeGreaterThan(4);
    },
  );

  it("is plain Vega-Lite 5 data", () => {
    const plot = make();
    expect(plot.$schema).toBe("https://vega.github.io/schema/vega-lite/v5.json");
    const copy: unknown = JSON.parse(JSON.stringify(plot));
    expect(copy).toEqual(structuredClone({ ...plot }));
    expect(plot.data.values.length).toBeGreaterThan(0);
  });

  it("bundles description, picture and words, below 300 KB", async () => {
    const plot = make();
    const bundle = await plot[displaySymbol]();
    expect(Object.keys(bundle).sort()).toEqual([
      "application/vnd.vegalite.v5+json",
      "image/png",
      "text/plain",
    ]);
    expect(bundle["application/vnd.vegalite.v5+json"]).toEqual({ ...plot });
    expect(bundle["text/plain"]).toBe(plot.toString());
    expect(JSON.stringify(bundle).length).toBeLessThan(300_000);
    expect(pngSize(bundle["image/png"] as string)!.width).toBeLessThan(1200);
  });

  it("makes the same description again", () => expect(make()).toEqual(make()));
});

describe("colours", () => {
  it.each(
    [...seriesColors, ...shadeColors].flatMap((color) =>
      pages.map(([theme, page]) => [color, theme, page] as const),
    ),
  )("%s stands out on a %s page", (color, _, page) =>
    expect(contrast(color, page)).toBeGreaterThanOrEqual(3),
  );

  it.each(pages)("words are readable on a %s page", (_, page) =>
    expect(contrast(ink, page)).toBeGreaterThanOrEqual(4.2),
  );
});

describe("renderPng and renderSvg", () => {
  const plot = examples["bar"]!();

  it("draws two pixels for one by default, says so in the file, and leaves the background open", async () => {
    const two = await renderPng(plot);
    const one = await renderPng(plot, { scale: 1 });
    const [wide, narrow] = await Promise.all([two, one].map((file) => sharp(file).metadata()));
    expect(wide!.width).toBeGreaterThan(1.9 * narrow!.width);
    expect(wide!.density).toBe(144);
    const shown = [two, one].map((file) => pngSize(file.toString("base64"))!.width);
    expect(Math.abs(shown[0]! - shown[1]!)).toBeLessThanOrEqual(1);
    const { data } = await sharp(two).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    expect(data[3]).toBe(0);
  });

  it("does not touch the description", async () => {
    const before = structuredClone({ ...plot });
    await renderSvg(plot);
    expect({ ...plot }).toEqual(before);
  });

  it("writes the numbers and names into the SVG", async () => {
    const svg = await renderSvg(plot);
    for (const word of ["Classes", "digit", "images", "5,923"]) expect(svg).toContain(word);
  });

  it("names its options", async () => {
    await expect(renderPng(plot, { backgound: "red" } as never)).rejects.toThrow(
      'Did you mean "background"?',
    );
  });
});
