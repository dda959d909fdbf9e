import type { Dataset } from "../data/index.ts";
import { tf } from "../engine/index.ts";
import { checkTargets, nonFiniteInputs, nonFiniteRows } from "../models/checkExamples.ts";

/** Up to this many bytes of decoded inputs stay on the engine for the whole training; larger sets are decoded batch by
 *  batch. */
const residentBytes = 512 * 1024 * 1024;
/** Values that are decoded at once. */
const blockValues = 16_000_000;

/** Hands the rows of a dataset to a step. Small sets are decoded once and gathered on the engine, inside the traced step:
 *  nothing is copied from JavaScript but the row numbers. */
export class Feed {
  readonly dataset: Dataset;
  readonly resident: boolean;
  readonly #inputs: tf.Tensor | undefined;
  readonly #targets: tf.Tensor1D | undefined;
  readonly #where: string;

  /** @throws {DataError} without examples, for labels outside the classes, for inputs that are not finite */
  constructor(where: string, dataset: Dataset, { limitBytes = residentBytes } = {}) {
    checkTargets(where, dataset);
    this.dataset = dataset;
    this.#where = where;
    const features = dataset.shape.reduce((product, axis) => product * axis, 1);
    this.resident = dataset.size * features * 4 <= limitBytes;
    if (!this.resident) return;
    const step = Math.max(1, Math.floor(blockValues / features));
    let wrong: number[] = [];
    this.#inputs = tf.tidy(() => {
      const blocks: tf.Tensor[] = [];
      for (let from = 0; from < dataset.size; from += step) {
        const rows = Math.min(step, dataset.size - from);
        const values = dataset.inputsOf(Uint32Array.from({ length: rows }, (_, i) => from + i));
        wrong = wrong.concat(nonFiniteRows(values, features, from));
        blocks.push(tf.tensor(values, [rows, ...dataset.shape], "float32"));
      }
      return blocks.length === 1 ? blocks[0]! : tf.concat(blocks, 0);
    });
    if (wrong.length > 0) {
      this.#inputs.dispose();
      throw nonFiniteInputs(where, dataset, wrong);
    }
    this.#targets = dataset.targetTensor();
  }

  /** What a step takes to work on these rows, to be disposed with `release` after it.
   *  @throws {DataError} when an input is not finite (sets that are not resident) */
  arguments(rows: Int32Array): tf.Tensor[] {
    if (this.#inputs && this.#targets) return [this.#inputs, this.#targets, tf.tensor1d(rows, "int32")];
    const values = this.dataset.inputsOf(rows);
    const wrong = nonFiniteRows(values, values.length / rows.length, 0);
    if (wrong.length > 0) {
      throw nonFiniteInputs(
        this.#where,
        this.dataset,
        wrong.map((position) => rows[position]!),
      );
    }
    return [
      tf.tensor(values, [rows.length, ...this.dataset.shape], "float32"),
      this.dataset.targetTensor(rows),
    ];
  }

  /** How many of a step's arguments are the feed's. */
  get argumentCount(): number {
    return this.resident ? 3 : 2;
  }

  /** Inside a step: the batch that these arguments stand for. Call within `tf.tidy`. */
  batch(given: readonly tf.Tensor[]): { inputs: tf.Tensor; targets: tf.Tensor } {
    const [inputs, targets, rows] = given as [tf.Tensor, tf.Tensor, tf.Tensor1D | undefined];
    if (!this.resident) return { inputs, targets };
    return { inputs: tf.gather(inputs, rows!), targets: tf.gather(targets, rows!) };
  }

  /** Frees what `arguments` made for one step. */
  release(given: readonly tf.Tensor[]): void {
    if (this.resident) given[2]!.dispose();
    else tf.dispose([...given]);
  }

  dispose(): void {
    tf.dispose([this.#inputs, this.#targets].filter((tensor) => tensor !== undefined));
  }
}
