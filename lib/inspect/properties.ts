import type { Dataset } from "../data/index.ts";

/** Columns of numbers to look for outliers in. */
export interface PropertyTable {
  size: number;
  columns: { name: string; values: ArrayLike<number> }[];
}

const rowsAtOnce = 2048;

/** What is measured of each example: the columns of a table, or properties of a picture:
 *  `brightness` (mean of its values), `contrast` (their standard deviation), `empty` (share of exact zeros) and `sharpness`
 *  (mean absolute difference of neighbouring values). */
export function properties(dataset: Dataset): PropertyTable {
  return dataset.kind === "images" ? pictureProperties(dataset) : columnValues(dataset);
}

function columnValues(dataset: Dataset): PropertyTable {
  const width = dataset.shape.reduce((product, axis) => product * axis, 1);
  const inputs = dataset.inputsOf();
  const columns = Array.from({ length: width }, (_, c) => {
    const values = new Float64Array(dataset.size);
    for (let row = 0; row < dataset.size; row++) values[row] = inputs[row * width + c]!;
    return { name: dataset.columns?.[c] ?? `column ${c}`, values };
  });
  return { size: dataset.size, columns };
}

function pictureProperties(dataset: Dataset): PropertyTable {
  const { size } = dataset;
  const [height = 1, width = 1, channels = 1] = dataset.shape;
  const pixels = height * width * channels;
  const names = ["brightness", "contrast", "empty", "sharpness"];
  const columns = names.map((name) => ({ name, values: new Float64Array(size) }));
  const [brightness, contrast, empty, sharpness] = columns.map(({ values }) => values) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let from = 0; from < size; from += rowsAtOnce) {
    const rows = Uint32Array.from({ length: Math.min(rowsAtOnce, size - from) }, (_, i) => from + i);
    const values = dataset.inputsOf(rows);
    for (let i = 0; i < rows.length; i++) {
      const start = i * pixels;
      let total = 0;
      let zeros = 0;
      let edges = 0;
      for (let p = 0; p < pixels; p++) {
        const value = values[start + p]!;
        total += value;
        if (value === 0) zeros += 1;
        if (p % (width * channels) >= channels) edges += Math.abs(value - values[start + p - channels]!);
        if (p >= width * channels) edges += Math.abs(value - values[start + p - width * channels]!);
      }
      const mean = total / pixels;
      let squares = 0;
      for (let p = 0; p < pixels; p++) squares += (values[start + p]! - mean) ** 2;
      brightness[from + i] = mean;
      contrast[from + i] = Math.sqrt(squares / pixels);
      empty[from + i] = zeros / pixels;
      sharpness[from + i] = edges / (channels * (height * (width - 1) + width * (height - 1)) || 1);
    }
  }
  return { size, columns };
}
