import { Random } from "../random/index.ts";

/** Points drawn at most; beyond it plots sample or bin, and say so. */
export const mostPoints = 10_000;

/** Bytes that inline data may take, so that a whole display stays below 300 KB. */
const mostBytes = 200_000;

/** Positions of a random sample, in ascending order; every position when there are no more than `count`. */
export function samplePositions(length: number, count: number, seed: number): Uint32Array {
  if (length <= count) return Uint32Array.from({ length }, (_, i) => i);
  return new Random(seed).sample(count, length).sort();
}

/** Positions that keep a line's look: the lowest and the highest value of each of `count / 2` stretches, with the ends. */
export function decimate(values: ArrayLike<number>, count: number): Uint32Array {
  const { length } = values;
  if (length <= count) return Uint32Array.from({ length }, (_, i) => i);
  const kept = new Set<number>([0, length - 1]);
  const stretches = Math.max(1, Math.floor((count - 2) / 2));
  for (let s = 0; s < stretches; s++) {
    const from = Math.floor((s * length) / stretches);
    const to = Math.floor(((s + 1) * length) / stretches);
    let low = from;
    let high = from;
    for (let i = from; i < to; i++) {
      if (values[i]! < values[low]!) low = i;
      if (values[i]! > values[high]!) high = i;
    }
    kept.add(low);
    kept.add(high);
  }
  return Uint32Array.from(kept).sort();
}

/** How many rows like these may stand inline. */
export function fittingCount(values: readonly Record<string, unknown>[]): number {
  if (values.length === 0) return 0;
  const probe = values.filter((_, i) => i % Math.ceil(values.length / 200) === 0);
  const bytesPerRow = JSON.stringify(probe).length / probe.length;
  return Math.max(100, Math.floor(mostBytes / bytesPerRow));
}

/** Rounds to a ten-thousandth of the extent of `values`: no eye sees it, and the description is half as long. */
export function rounder(values: ArrayLike<number>): (value: number) => number {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const extent = high - low;
  if (!(extent > 0)) return (value) => value;
  const decimals = Math.max(0, 4 - Math.floor(Math.log10(extent)));
  if (decimals > 15) return (value) => value;
  const factor = 10 ** decimals;
  return (value) =>
    Math.abs(value) < 1000 / factor ? Number(value.toPrecision(5)) : Math.round(value * factor) / factor;
}
