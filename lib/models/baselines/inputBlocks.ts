import type { Dataset } from "../../data/index.ts";

/** The inputs of a dataset in blocks of at most about 64 MB, each `[rows, features]` row-major. */
export function* inputBlocks(
  dataset: Dataset,
): Generator<{ from: number; rows: number; values: Float32Array }> {
  const features = dataset.shape.reduce((product, axis) => product * axis, 1);
  const step = Math.max(1, Math.floor(16_000_000 / features));
  for (let from = 0; from < dataset.size; from += step) {
    const rows = Math.min(step, dataset.size - from);
    const positions = Uint32Array.from({ length: rows }, (_, i) => from + i);
    yield { from, rows, values: dataset.inputsOf(positions) };
  }
}

/** Number of values of one input. */
export function featureCount(dataset: Dataset): number {
  return dataset.shape.reduce((product, axis) => product * axis, 1);
}
