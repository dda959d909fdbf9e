import { bundleToHtml, html, imageGrid, table, toBundle } from "../display/index.ts";
import type { MimeBundle } from "../display/index.ts";

/** What a dataset shows of itself; `String(dataset)` is its line of text. */
interface ShownDataset {
  readonly kind: "images" | "table";
  readonly size: number;
  readonly shape: readonly number[];
  readonly ids: ArrayLike<number | string>;
  readonly targets: ArrayLike<number>;
  readonly classes?: readonly string[];
  readonly columns?: readonly string[];
  readonly range?: readonly [number, number];
  inputsOf(rows: ArrayLike<number>): Float32Array;
  toString(): string;
}

const mostPictures = 12;
const mostRows = 5;

/** One line about the dataset, and its first examples. */
export async function datasetBundle(dataset: ShownDataset): Promise<MimeBundle> {
  const shown = Math.min(dataset.size, dataset.kind === "images" ? mostPictures : mostRows);
  const rows = Array.from({ length: shown }, (_, row) => row);
  const first = bundleToHtml(
    await toBundle(dataset.kind === "images" ? pictures(dataset, rows) : cells(dataset, rows)),
  );
  return {
    "text/plain": String(dataset),
    "text/html": html`<div style="margin:4px 0">${String(dataset)}</div>
      ${shown > 0 ? first : null}`.source,
  };
}

function pictures(dataset: ShownDataset, rows: readonly number[]): ReturnType<typeof imageGrid> {
  const width = dataset.shape.reduce((product, axis) => product * axis, 1);
  const pixels = dataset.inputsOf(rows);
  return imageGrid(
    rows.map((row) => pixels.subarray(row * width, (row + 1) * width)),
    {
      shape: dataset.shape,
      captions: rows.map((row) => targetText(dataset, row)),
      ...(dataset.range ? { range: dataset.range } : {}),
    },
  );
}

function cells(dataset: ShownDataset, rows: readonly number[]): ReturnType<typeof table> {
  const names = dataset.columns ?? Array.from({ length: dataset.shape[0] ?? 0 }, (_, c) => `column ${c}`);
  const values = dataset.inputsOf(rows);
  return table(
    rows.map((row) =>
      Object.fromEntries<unknown>([
        ["id", dataset.ids[row]],
        ["target", targetText(dataset, row)],
        ...names.map((name, c) => [name, values[row * names.length + c]] as const),
      ]),
    ),
  );
}

function targetText(dataset: ShownDataset, row: number): string {
  const target = dataset.targets[row]!;
  return dataset.classes?.[target] ?? String(target);
}
