import { formatNumber, loadSharp } from "../display/index.ts";
import type { CurvePoint } from "./meanStretches.ts";

const width = 420;
const height = 130;
const left = 44;
const bottom = 18;
const top = 8;

/** The loss so far as a small PNG, base64: a blue line for training, orange dots for validation, on a logarithmic scale
 *  where it can be. On white, so that it reads on any page. */
export async function curvePicture(
  training: readonly CurvePoint[],
  validation: readonly CurvePoint[],
  totalSteps: number,
): Promise<string> {
  const sharp = await loadSharp();
  const png = await sharp(Buffer.from(curveSvg(training, validation, totalSteps), "utf8"))
    .png({ palette: true, colours: 32 })
    .toBuffer();
  return png.toString("base64");
}

/** The same as SVG source. */
export function curveSvg(
  training: readonly CurvePoint[],
  validation: readonly CurvePoint[],
  totalSteps: number,
): string {
  const points = [...training, ...validation].filter(({ loss }) => Number.isFinite(loss));
  const logarithmic = points.length > 0 && points.every(({ loss }) => loss > 0);
  const scale = (loss: number): number => (logarithmic ? Math.log10(loss) : loss);
  const values = points.map(({ loss }) => scale(loss));
  const low = Math.min(...values, values.length === 0 ? 0 : Infinity);
  const high = Math.max(...values, values.length === 0 ? 1 : -Infinity);
  const span = high - low > 0 ? high - low : 1;
  const x = (step: number): string => (left + (step / totalSteps) * (width - left - 8)).toFixed(1);
  const y = (loss: number): string =>
    (top + (1 - (scale(loss) - low) / span) * (height - top - bottom)).toFixed(1);
  const label = (value: number): string => (logarithmic ? 10 ** value : value).toPrecision(2);
  const path = training
    .filter(({ loss }) => Number.isFinite(loss))
    .map(({ step, loss }, i) => `${i === 0 ? "M" : "L"}${x(step)} ${y(loss)}`)
    .join("");
  const dots = validation
    .filter(({ loss }) => Number.isFinite(loss))
    .map(({ step, loss }) => `<circle cx="${x(step)}" cy="${y(loss)}" r="3" fill="#e8710a"/>`)
    .join("");
  const text = `font-family="sans-serif" font-size="10" fill="#555"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/><path d="M${left} ${top}V${height - bottom}H${width - 8}" stroke="#999" fill="none"/><text x="${left - 4}" y="${top + 6}" text-anchor="end" ${text}>${label(high)}</text><text x="${left - 4}" y="${height - bottom}" text-anchor="end" ${text}>${label(low)}</text><text x="${left}" y="${height - 5}" ${text}>training loss${validation.length > 0 ? " (blue), validation (orange)" : ""}</text><text x="${width - 8}" y="${height - 5}" text-anchor="end" ${text}>step ${formatNumber(totalSteps)}</text><path d="${path}" stroke="#1a6fd4" stroke-width="1.5" fill="none"/>${dots}</svg>`;
}
