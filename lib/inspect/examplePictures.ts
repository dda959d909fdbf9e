import type { Dataset } from "../data/index.ts";
import { formatNumber, imageGrid, table } from "../display/index.ts";
import type { Caption, Displayable } from "../display/index.ts";

export interface PictureOptions {
  /** A few words about each example. Default: none. */
  notes?: readonly string[];
  /** Examples to mark, by their place among the rows. Default: none. */
  marked?: readonly boolean[];
  /** Pictures in a row. Default: what fits. */
  columns?: number;
  /** Whether ids are shown. Default: true. */
  ids?: boolean;
}

/** Examples as one looks at them: pictures with target, note and id below, or rows of a table. */
export function examplePictures(
  dataset: Dataset,
  rows: ArrayLike<number>,
  options: PictureOptions = {},
): Displayable {
  const positions = Array.from(rows);
  const { notes, columns } = options;
  if (dataset.kind === "table") return exampleRows(dataset, positions, notes);
  const width = dataset.shape.reduce((product, axis) => product * axis, 1);
  const pixels = dataset.inputsOf(positions);
  return imageGrid(
    positions.map((_, i) => pixels.subarray(i * width, (i + 1) * width)),
    {
      shape: dataset.shape,
      captions: positions.map((row, i) => captionOf(dataset, row, i, options)),
      ...(columns === undefined ? {} : { columns }),
      ...(dataset.range ? { range: dataset.range } : {}),
    },
  );
}

function captionOf(
  dataset: Dataset,
  row: number,
  i: number,
  { notes, marked, ids = true }: PictureOptions,
): Caption {
  const target = targetName(dataset, row);
  const name = typeof target === "number" ? formatNumber(target) : target;
  const text = (notes?.[i] ? `${name} · ${notes[i]}` : name) + (ids ? `\n#${dataset.ids[row]}` : "");
  return marked?.[i] ? { text, verdict: "warn" } : text;
}

function exampleRows(
  dataset: Dataset,
  positions: readonly number[],
  notes: readonly string[] | undefined,
): Displayable {
  const values = dataset.inputsOf(positions);
  const names = dataset.columns ?? Array.from({ length: dataset.shape[0] ?? 0 }, (_, c) => `column ${c}`);
  return table(
    positions.map((row, i) =>
      Object.fromEntries<unknown>([
        ["id", dataset.ids[row]],
        ...(notes ? [["note", notes[i]] as const] : []),
        ["target", targetName(dataset, row)],
        ...names.map((name, c) => [name, values[i * names.length + c]] as const),
      ]),
    ),
  );
}

/** Class name, or value, of an example. A label outside of the classes is its number. */
export function targetName(dataset: Dataset, row: number): string | number {
  const target = dataset.targets[row]!;
  return dataset.task === "classification" ? (dataset.classes?.[target] ?? String(target)) : target;
}
