import type { Dataset } from "../data/index.ts";
import { imageGrid, table } from "../display/index.ts";
import type { Caption, Displayable } from "../display/index.ts";

/** Examples as one looks at them: pictures with captions, or rows of a table.
 *  @param captions  a line or two per example   @param columns  pictures in a row. Default: what fits */
export function examplePictures(
  dataset: Dataset,
  rows: ArrayLike<number>,
  captions: readonly Caption[],
  columns?: number,
): Displayable {
  const positions = Array.from(rows);
  if (dataset.kind === "images") {
    const width = dataset.shape.reduce((product, axis) => product * axis, 1);
    const pixels = dataset.inputsOf(positions);
    const images = positions.map((_, i) => pixels.subarray(i * width, (i + 1) * width));
    return imageGrid(images, {
      shape: dataset.shape,
      captions,
      ...(columns === undefined ? {} : { columns }),
      ...(dataset.range ? { range: dataset.range } : {}),
    });
  }
  const values = dataset.inputsOf(positions);
  const names = dataset.columns ?? Array.from({ length: dataset.shape[0] ?? 0 }, (_, c) => `column ${c}`);
  return table(
    positions.map((row, i) => {
      const caption = captions[i];
      return Object.fromEntries<unknown>([
        ["id", dataset.ids[row]],
        ["about", typeof caption === "string" ? caption : caption?.text],
        ["target", targetName(dataset, row)],
        ...names.map((name, c) => [name, values[i * names.length + c]] as const),
      ]);
    }),
  );
}

/** Class name, or value, of an example. A label outside of the classes is its number. */
export function targetName(dataset: Dataset, row: number): string | number {
  const target = dataset.targets[row]!;
  return dataset.task === "classification" ? (dataset.classes?.[target] ?? String(target)) : target;
}
