import { Dataset } from "../data/index.ts";
import { positionsOf } from "../data/positionsOf.ts";
import { displayable, formatNumber, toBundle } from "../display/index.ts";
import type { Displayable } from "../display/index.ts";
import { checkCount, checkOptions, OptionError } from "../errors/index.ts";
import { examplePictures, targetName } from "./examplePictures.ts";
import { InputMatrix } from "./InputMatrix.ts";
import { nearest } from "./nearest.ts";

export interface NeighborsOptions {
  /** Ids of the examples whose neighbours are wanted. */
  of: ArrayLike<number | string>;
  /** Neighbours of each. Default: 8. */
  count?: number;
  /** Where to look for neighbours, for example the training part for examples of the test part. Default: the dataset itself,
   *  without the example. */
  among?: Dataset;
}

/** The nearest neighbours of some examples. */
export interface Neighbors {
  /** Euclidean distance of the inputs; for tables of columns scaled to standard deviation 1. */
  distance: "euclidean" | "euclidean of scaled columns";
  examples: {
    id: number | string;
    target: number | string;
    /** Nearest first. */
    neighbors: { id: number | string; target: number | string; distance: number }[];
    /** Share of the neighbours that have the same target (classification). */
    agreement?: number;
  }[];
}

/** Most examples that the display shows. */
const mostShown = 30;

/** The exact nearest neighbours of some examples, shown as rows of pictures: the example first, then its neighbours. A
 *  label that none of the neighbours shares is worth a second look.
 *  @throws {DataError} for unknown ids, inputs of another shape, and NaN */
export async function neighbors(
  dataset: Dataset,
  options: NeighborsOptions,
): Promise<Neighbors & Displayable> {
  const where = "inspect.neighbors";
  checkOptions(where, options, ["of", "count", "among"]);
  const { of, count = 8, among = dataset } = options ?? {};
  if (of === undefined || of === null || typeof of !== "object") {
    throw new OptionError({
      where,
      expected: "of: a list of ids",
      received: of === undefined ? "none" : typeof of,
    });
  }
  checkCount(where, "count", count);
  if (among.shape.join() !== dataset.shape.join()) {
    throw new OptionError({
      where,
      expected: `among: inputs of shape [${dataset.shape.join(", ")}]`,
      received: `[${among.shape.join(", ")}]`,
    });
  }
  const rows = positionsOf(dataset, of, where);
  const references = new InputMatrix(among, where);
  const queries = among === dataset ? references : new InputMatrix(dataset, where, references);
  const all = Uint32Array.from({ length: among.size }, (_, row) => row);
  const found = await nearest(
    { matrix: queries, rows },
    { matrix: references, rows: all },
    count,
    among === dataset ? rows : undefined,
  );
  const result: Neighbors = {
    distance: references.scaled ? "euclidean of scaled columns" : "euclidean",
    examples: Array.from(rows, (row, q) => {
      const places = found.positions.subarray(q * found.count, (q + 1) * found.count);
      const target = targetName(dataset, row);
      const near = Array.from(places, (place, k) => ({
        id: among.ids[place]!,
        target: targetName(among, place),
        distance: found.distances[q * found.count + k]!,
      }));
      const same = near.filter((neighbor) => neighbor.target === target).length;
      return {
        id: dataset.ids[row]!,
        target,
        neighbors: near,
        ...(dataset.task === "classification" && near.length > 0 ? { agreement: same / near.length } : {}),
      };
    }),
  };
  return displayable(
    result,
    () => neighborsText(result),
    async () => toBundle(neighborsPictures(result, dataset, among)),
  );
}

function neighborsText({ examples }: Neighbors): string {
  return examples
    .map(({ id, target, neighbors }) => {
      const near = neighbors.map(
        (neighbor) => `${neighbor.id} (${neighbor.target}, ${formatNumber(neighbor.distance)})`,
      );
      return `${id} (${target}): ${near.join(", ")}`;
    })
    .join("\n");
}

/** Example and neighbours side by side; neighbours of another class are marked. */
function neighborsPictures({ examples }: Neighbors, dataset: Dataset, among: Dataset): Displayable {
  const shown = examples.slice(0, mostShown);
  const first = positionsOf(
    dataset,
    shown.map(({ id }) => id),
    "inspect.neighbors",
  );
  const notes: string[] = [];
  const marked: boolean[] = [];
  const pieces: { dataset: Dataset; row: number }[] = [];
  for (const [e, example] of shown.entries()) {
    pieces.push({ dataset, row: first[e]! });
    notes.push("");
    marked.push(false);
    const near = positionsOf(
      among,
      example.neighbors.map(({ id }) => id),
      "inspect.neighbors",
    );
    for (const [n, neighbor] of example.neighbors.entries()) {
      pieces.push({ dataset: among, row: near[n]! });
      notes.push(formatNumber(neighbor.distance, { digits: 3 }));
      marked.push(dataset.task === "classification" && neighbor.target !== example.target);
    }
  }
  const columns = 1 + (shown[0]?.neighbors.length ?? 0);
  const options = { notes, marked, columns };
  const rows = pieces.map(({ row }) => row);
  if (among === dataset || pieces.length === 0) return examplePictures(dataset, rows, options);
  const both = joined(pieces);
  return examplePictures(
    both,
    pieces.map((_, i) => i),
    options,
  );
}

/** Examples of two datasets as one, only to be looked at. */
function joined(pieces: readonly { dataset: Dataset; row: number }[]): Dataset {
  const { name, kind, task, shape, classes, columns, range } = pieces[0]!.dataset;
  const width = shape.reduce((product, axis) => product * axis, 1);
  const inputs = new Float32Array(pieces.length * width);
  for (const [i, piece] of pieces.entries()) inputs.set(piece.dataset.inputsOf([piece.row]), i * width);
  return new Dataset({
    name,
    kind,
    task,
    shape,
    inputs,
    targets: pieces.map((piece) => piece.dataset.targets[piece.row]!),
    ids: distinctIds(pieces.map((piece) => piece.dataset.ids[piece.row]!)),
    ...(classes ? { classes } : {}),
    ...(columns ? { columns } : {}),
    ...(range ? { range } : {}),
  });
}

/** Ids as texts; one that occurs again is numbered. */
function distinctIds(ids: readonly (number | string)[]): string[] {
  const times = new Map<number | string, number>();
  return ids.map((id) => {
    const before = times.get(id) ?? 0;
    times.set(id, before + 1);
    return before === 0 ? String(id) : `${id} (${before + 1})`;
  });
}
