import type { Dataset } from "../data/index.ts";
import type { Bin } from "./ColumnSummary.ts";

/** What the values of pictures look like, all together. NaN and infinity are counted and otherwise left out. */
export interface PixelMeasures {
  min: number;
  max: number;
  mean: number;
  /** Standard deviation of all values. */
  deviation: number;
  /** Share of values that are exactly 0. */
  zeros: number;
  nan: number;
  infinite: number;
  /** Values outside of the declared range. */
  outside: number;
  /** Positions (of height × width × channels) that have one value in all pictures. */
  constant: number;
}

const rowsAtOnce = 1024;
const bins = 32;

/** One pass over all pictures, block by block. */
export function measurePixels(dataset: Dataset): PixelMeasures & { histogram: Bin[] } {
  const width = dataset.shape.reduce((product, axis) => product * axis, 1);
  const [declaredLow, declaredHigh] = dataset.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const [low, high] = dataset.range ?? rangeOf(dataset);
  const counts = new Float64Array(bins);
  const first = dataset.size > 0 ? dataset.inputsOf([0]) : new Float32Array(0);
  const changes = new Uint8Array(width);
  const toBin = high > low ? bins / (high - low) : 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let mean = 0;
  let squares = 0;
  let count = 0;
  let zeros = 0;
  let nan = 0;
  let infinite = 0;
  let outside = 0;
  for (let from = 0; from < dataset.size; from += rowsAtOnce) {
    const rows = Uint32Array.from({ length: Math.min(rowsAtOnce, dataset.size - from) }, (_, i) => from + i);
    const values = dataset.inputsOf(rows);
    let blockSum = 0;
    let blockCount = 0;
    for (let i = 0, position = 0; i < values.length; i++, position++) {
      if (position === width) position = 0;
      const value = values[i]!;
      if (value !== first[position]) changes[position] = 1;
      if (value - value !== 0) {
        if (Number.isNaN(value)) nan += 1;
        else infinite += 1;
        continue;
      }
      if (value === 0) zeros += 1;
      if (value < min) min = value;
      if (value > max) max = value;
      if (value < declaredLow || value > declaredHigh) outside += 1;
      blockSum += value;
      blockCount += 1;
      const bin = Math.floor((value - low) * toBin);
      if (bin >= 0 && bin <= bins) counts[bin === bins ? bins - 1 : bin]! += 1;
    }
    if (blockCount === 0) continue;
    const blockMean = blockSum / blockCount;
    let blockSquares = 0;
    for (let i = 0; i < values.length; i++) {
      const distance = values[i]! - blockMean;
      if (distance - distance === 0) blockSquares += distance * distance;
    }
    // Chan, Golub & LeVeque 1983: moments of two parts make those of the whole.
    const total = count + blockCount;
    squares += blockSquares + ((blockMean - mean) ** 2 * count * blockCount) / total;
    mean += ((blockMean - mean) * blockCount) / total;
    count = total;
  }
  const empty = count === 0;
  return {
    min: empty ? Number.NaN : min,
    max: empty ? Number.NaN : max,
    mean: empty ? Number.NaN : mean,
    deviation: empty ? Number.NaN : Math.sqrt(squares / count),
    zeros: empty ? 0 : zeros / count,
    nan,
    infinite,
    outside,
    constant: dataset.size === 0 ? 0 : changes.filter((changed) => changed === 0).length,
    histogram: Array.from(counts, (inBin, b) => ({
      from: low + (b / bins) * (high - low),
      to: low + ((b + 1) / bins) * (high - low),
      count: inBin,
    })),
  };
}

/** Smallest and largest finite value. */
function rangeOf(dataset: Dataset): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let from = 0; from < dataset.size; from += rowsAtOnce) {
    const rows = Uint32Array.from({ length: Math.min(rowsAtOnce, dataset.size - from) }, (_, i) => from + i);
    for (const value of dataset.inputsOf(rows)) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? [low, high] : [0, 1];
}
