import { performance } from "node:perf_hooks";
import type { Dataset } from "../data/index.ts";
import {
  bundleToHtml,
  displayable,
  formatNumber,
  html,
  toBundle,
  verdictBadge,
  verdictLine,
  verdictStyle,
  worstVerdict,
} from "../display/index.ts";
import type { CheckResult, Displayable, Html } from "../display/index.ts";
import { classBalance } from "./classBalance.ts";
import type { ClassBalanceEvidence } from "./classBalance.ts";
import type { Bin } from "./ColumnSummary.ts";
import type { Warning } from "./columnWarnings.ts";
import { datasetWarnings } from "./datasetWarnings.ts";
import { measurePixels } from "./measurePixels.ts";
import type { PixelMeasures } from "./measurePixels.ts";
import { sampleGrid } from "./sampleGrid.ts";
import { warningList } from "./tableSummaryDisplay.ts";

/** What is in a set of pictures of one size, with what is remarkable about it. */
export interface ImageSummary extends CheckResult<{ warnings: Warning[] }> {
  kind: "images";
  name: string;
  size: number;
  /** Of one picture: height, width, channels. */
  shape: number[];
  /** Of the decoded values, as the model sees them. */
  pixels: PixelMeasures;
  histogram: Bin[];
  balance: ClassBalanceEvidence;
  warnings: Warning[];
}

export function imageSummary(dataset: Dataset): ImageSummary & Displayable {
  const start = performance.now();
  const { histogram, ...pixels } = measurePixels(dataset);
  const balance = classBalance(dataset);
  const warnings = [...datasetWarnings(dataset), ...pixelWarnings(dataset, pixels)];
  const verdict = worstVerdict(["pass", ...warnings.map((warning) => warning.verdict)]);
  const first = warnings.find((warning) => warning.verdict === verdict);
  const summary: ImageSummary = {
    check: "inspect.summary",
    kind: "images",
    name: dataset.name,
    size: dataset.size,
    shape: [...dataset.shape],
    verdict,
    message: sentence(dataset, pixels),
    ...(first ? { advice: first.advice } : {}),
    pixels,
    histogram,
    balance: balance.evidence,
    warnings,
    evidence: { warnings },
    elapsedMs: performance.now() - start,
  };
  return displayable(
    summary,
    () => [verdictLine(summary), balance.message, ...warnings.map((warning) => warning.message)].join("\n"),
    async () => ({ "text/html": (await page(summary, dataset, balance)).source }),
  );
}

function sentence(dataset: Dataset, pixels: PixelMeasures): string {
  if (dataset.size === 0) return "No pictures.";
  const { min, max, mean, deviation, zeros } = pixels;
  const percent = formatNumber(100 * zeros, { digits: 3 });
  return `${formatNumber(dataset.size)} pictures ${dataset.shape.join(" × ")}, values ${formatNumber(min)} … ${formatNumber(max)}, mean ${formatNumber(mean)}, standard deviation ${formatNumber(deviation)}, ${percent} % zeros.`;
}

function pixelWarnings(dataset: Dataset, pixels: PixelMeasures): Warning[] {
  const warnings: Warning[] = [];
  const { nan, infinite, outside, constant, min, max } = pixels;
  const add = (kind: Warning["kind"], verdict: "warn" | "fail", message: string, advice: string): void => {
    warnings.push({ kind, verdict, columns: [], message, advice });
  };
  if (dataset.size === 0) add("no-rows", "fail", "no pictures", "Look at how they were read or filtered.");
  if (nan > 0)
    add(
      "nan",
      "fail",
      `${formatNumber(nan)} values are NaN`,
      "One NaN makes the loss NaN: find where they come from.",
    );
  if (infinite > 0)
    add("infinite", "fail", `${formatNumber(infinite)} values are infinite`, "Find where they come from.");
  if (outside > 0) {
    const [low, high] = dataset.range!;
    add(
      "out-of-range",
      "warn",
      `${formatNumber(outside)} values lie outside of the declared range ${low} … ${high}`,
      max > 1.5 * high
        ? "Values of 0 … 255 perhaps, not yet divided by 255."
        : "Correct the range or the values.",
    );
  }
  if (dataset.size > 1 && min === max) {
    add("constant", "fail", `all values are ${formatNumber(min)}`, "Look at how the pictures were read.");
  } else if (constant > 0) {
    const all = dataset.shape.reduce((product, axis) => product * axis, 1);
    const share = formatNumber((100 * constant) / all, { digits: 3 });
    if (constant > all / 2) {
      add(
        "constant-pixels",
        "warn",
        `${formatNumber(constant)} of ${formatNumber(all)} positions (${share} %) have one value in all pictures`,
        "Crop the margin, or look at how the pictures were placed.",
      );
    }
  }
  return warnings;
}

async function page(summary: ImageSummary, dataset: Dataset, balance: Displayable): Promise<Html> {
  const { verdict, message, name, warnings, histogram, pixels } = summary;
  const highest = Math.max(1, ...histogram.map(({ count }) => count));
  const bars = histogram.map(({ from, to, count }) => {
    // Logarithmic: background outweighs everything else a thousandfold.
    const height = count === 0 ? 0 : Math.max(1, Math.round((Math.log1p(count) / Math.log1p(highest)) * 36));
    return html`<span
      title="${formatNumber(from)} … ${formatNumber(to)}: ${formatNumber(count)}"
      style="display:inline-block;vertical-align:bottom;width:8px;height:${height}px;margin-right:1px;background-color:#4c78a8"
    ></span>`;
  });
  const positions = `${formatNumber(pixels.constant)} of ${formatNumber(dataset.shape.reduce((product, axis) => product * axis, 1))} positions never change`;
  const sample =
    dataset.size > 0 ? bundleToHtml(await toBundle(sampleGrid(dataset, { count: 24, seed: 1 }))) : null;
  return html`<div
    style="border-left:4px solid ${verdictStyle[verdict].color};padding:2px 0 2px 12px;margin:4px 0;line-height:1.5"
  >
    <div>${verdictBadge(verdict)} <span style="font-weight:600;padding:0 6px">${name}</span> ${message}</div>
    ${warningList(warnings)}
    <div style="margin:6px 0">${bars} <span style="opacity:0.7">values, logarithmic; ${positions}</span></div>
    ${sample}
    <div style="margin:6px 0">${bundleToHtml(await toBundle(balance))}</div>
  </div>`;
}
