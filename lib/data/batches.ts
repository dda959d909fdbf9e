import type * as tensorflow from "@tensorflow/tfjs";
import { checkOptions, OptionError } from "../errors/index.ts";
import { Random } from "../random/index.ts";

export interface BatchOptions {
  /** Examples per batch; the last batch is shorter when it does not divide the dataset's size. */
  size: number;
  /** Seed of the order. Each pass over the batches (epoch) has an order of its own. */
  seed?: number;
  /** Default: true when a seed is given, else false. */
  shuffle?: boolean;
  /** Leaves a shorter last batch out. Default: false. */
  dropLast?: boolean;
  /** Number of the first pass, so that training resumed at epoch 7 sees the order of epoch 7. Default: 0. */
  epoch?: number;
}

/** A few examples as tensors. They are disposed when the turn of the loop ends: `tf.keep` what must stay. */
export interface Batch {
  /** `[batch, ...shape]` */
  readonly inputs: tensorflow.Tensor;
  /** Class ids (int32) or values (float32) `[batch]` */
  readonly targets: tensorflow.Tensor1D;
  readonly ids: readonly (number | string)[];
  /** Positions in the dataset. */
  readonly rows: Uint32Array;
}

/** What batches are cut from. */
interface BatchSource {
  readonly size: number;
  readonly ids: ArrayLike<number | string>;
  inputTensor(rows: ArrayLike<number>): tensorflow.Tensor;
  targetTensor(rows: ArrayLike<number>): tensorflow.Tensor1D;
}

/** The order in which pass number `epoch` visits the examples. */
export function batchOrder(count: number, seed: number | undefined, epoch: number): Uint32Array {
  return seed === undefined
    ? Uint32Array.from({ length: count }, (_, i) => i)
    : new Random(seed).fork(`epoch ${epoch}`).permutation(count);
}

/** @throws {OptionError} when the options make no sense, before anything is iterated */
export function batches(dataset: BatchSource, options: BatchOptions): AsyncIterable<Batch> {
  const where = "dataset.batches";
  checkOptions(where, options, ["size", "seed", "shuffle", "dropLast", "epoch"]);
  const { size, seed, shuffle = seed !== undefined, dropLast = false, epoch = 0 } = options ?? {};
  if (!Number.isInteger(size) || size < 1) {
    throw new OptionError({
      where,
      expected: "size: a positive whole number of examples",
      received: String(size),
      hint: "For example batches({ size: 32, seed: 7 }).",
    });
  }
  if (shuffle && seed === undefined) {
    throw new OptionError({
      where,
      expected: "a seed with shuffle: true",
      received: "none",
      hint: "Chance is an argument here: batches({ size: 32, seed: 7 }).",
    });
  }
  let pass = epoch;
  return {
    [Symbol.asyncIterator]: () => iterate(dataset, size, shuffle ? seed : undefined, dropLast, pass++),
  };
}

async function* iterate(
  dataset: BatchSource,
  size: number,
  seed: number | undefined,
  dropLast: boolean,
  epoch: number,
): AsyncGenerator<Batch> {
  const order = batchOrder(dataset.size, seed, epoch);
  const end = dropLast ? dataset.size - (dataset.size % size) : dataset.size;
  for (let from = 0; from < end; from += size) {
    const rows = order.subarray(from, Math.min(from + size, end));
    const inputs = dataset.inputTensor(rows);
    const targets = dataset.targetTensor(rows);
    try {
      yield { inputs, targets, rows, ids: Array.from(rows, (row) => dataset.ids[row]!) };
    } finally {
      inputs.dispose();
      targets.dispose();
    }
  }
}
