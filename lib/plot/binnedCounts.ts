/** One cell of a grid that holds at least one point. */
export interface CountedCell extends Record<string, unknown> {
  xFrom: number;
  xTo: number;
  yFrom: number;
  yTo: number;
  count: number;
}

/** Counts points over a grid of `bins` × `bins` equal cells from the lowest to the highest finite value of each axis.
 *  The last cell of an axis holds its upper end, too. Points that are not finite are dropped and counted. */
export function binnedCounts(
  x: Float64Array,
  y: Float64Array,
  bins: number,
): { cells: CountedCell[]; used: number; dropped: number } {
  const [xGrid, yGrid] = [extent(x, y), extent(y, x)];
  const counts = new Uint32Array(bins * bins);
  let used = 0;
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i]!) || !Number.isFinite(y[i]!)) continue;
    used++;
    const column = Math.min(bins - 1, Math.floor(((x[i]! - xGrid.low) / xGrid.size) * bins));
    const row = Math.min(bins - 1, Math.floor(((y[i]! - yGrid.low) / yGrid.size) * bins));
    counts[row * bins + column]!++;
  }
  const edge = ({ low, size }: { low: number; size: number }, i: number): number =>
    Number((low + (size * i) / bins).toPrecision(7));
  const cells = Array.from(counts, (count, cell) => ({
    count,
    row: Math.floor(cell / bins),
    column: cell % bins,
  }))
    .filter(({ count }) => count > 0)
    .map(({ count, row, column }) => ({
      xFrom: edge(xGrid, column),
      xTo: edge(xGrid, column + 1),
      yFrom: edge(yGrid, row),
      yTo: edge(yGrid, row + 1),
      count,
    }));
  return { cells, used, dropped: x.length - used };
}

/** Lowest value and extent over the points whose other coordinate is finite, too. */
function extent(values: Float64Array, others: Float64Array): { low: number; size: number } {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!) || !Number.isFinite(others[i]!)) continue;
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  return high > low ? { low, size: high - low } : { low: low - 0.5, size: 1 };
}
