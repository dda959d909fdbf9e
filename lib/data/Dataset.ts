import { tf } from "../engine/index.ts";
import { displaySymbol } from "../display/index.ts";
import type { MimeBundle } from "../display/index.ts";
import { checkOptions, DataError, OptionError } from "../errors/index.ts";
import { Random } from "../random/index.ts";
import { batches } from "./batches.ts";
import type { Batch, BatchOptions } from "./batches.ts";
import { datasetBundle } from "./datasetDisplay.ts";
import type { DatasetOptions } from "./DatasetOptions.ts";
import type { Example, Partition } from "./Example.ts";
import { positionsOf } from "./positionsOf.ts";
import { Storage } from "./Storage.ts";
import { stratifiedCounts } from "./stratifiedCounts.ts";
import { checkedDataset } from "./checkedDataset.ts";

/** Inputs with their targets and ids. Immutable: `take`, `where`, `sortBy` and `sample` give new datasets that share the
 *  stored inputs. Inputs are decoded when they are used. */
export class Dataset {
  readonly name: string;
  readonly kind: "images" | "table";
  readonly task: "classification" | "regression";
  /** Number of examples. */
  readonly size: number;
  /** Shape of one input. */
  readonly shape: readonly number[];
  /** Unique name of each example `[size]`. Ids stay with their examples through every operation. */
  readonly ids: ArrayLike<number> | readonly string[];
  /** Class ids (int32) or values (float32) `[size]`. */
  readonly targets: Int32Array | Float32Array;
  /** Class names by class id. */
  readonly classes?: readonly string[];
  /** Feature names of a table. */
  readonly columns?: readonly string[];
  /** The range that the inputs are declared to lie in, as the model sees them. */
  readonly range?: readonly [number, number];
  /** 0 for examples of the source's training part, 1 for those of its test part `[size]`. */
  readonly partition?: Uint8Array;
  readonly #storage: Storage;
  /** Position in the storage of each example; undefined when they are the same. */
  readonly #index: Uint32Array | undefined;

  /** @throws {DataError} when lengths, ids or class ids don't fit together */
  constructor(options: DatasetOptions, view?: { storage: Storage; index: Uint32Array }) {
    const checked = view === undefined ? checkedDataset(options) : options;
    this.name = checked.name;
    this.kind = checked.kind;
    this.task = checked.task;
    this.shape = checked.shape;
    this.targets = checked.targets as Int32Array | Float32Array;
    this.size = checked.targets.length;
    this.ids = checked.ids!;
    if (checked.classes) this.classes = checked.classes;
    if (checked.columns) this.columns = checked.columns;
    if (checked.range) this.range = checked.range;
    if (checked.partition) this.partition = checked.partition;
    this.#index = view?.index;
    this.#storage =
      view?.storage ??
      new Storage(
        checked.inputs,
        checked.shape.reduce((product, axis) => product * axis, 1),
        checked.range ?? [0, 1],
      );
  }

  /** Decoded inputs of these positions (default: all), row-major `[rows, ...shape]`, as the model sees them. */
  inputsOf(rows?: ArrayLike<number>): Float32Array {
    const positions = this.#checkRows("dataset.inputsOf", rows);
    return this.#storage.decode(positions, this.#index);
  }

  /** Inputs of these positions (default: all) as a float32 tensor `[rows, ...shape]`, owned by the caller. */
  inputTensor(rows?: ArrayLike<number>): tf.Tensor {
    const positions = this.#checkRows("dataset.inputTensor", rows);
    const values = this.#storage.decode(positions, this.#index);
    return tf.tensor(values, [positions.length, ...this.shape], "float32");
  }

  /** Targets of these positions (default: all): class ids as int32 or values as float32 `[rows]`, owned by the caller. */
  targetTensor(rows?: ArrayLike<number>): tf.Tensor1D {
    const targets = rows === undefined ? this.targets : this.#targetsOf(rows);
    return tf.tensor1d(targets, this.task === "classification" ? "int32" : "float32");
  }

  /** One example. @throws {DataError} when there is no such position */
  example(row: number): Example {
    this.#checkRows("dataset.example", [row]);
    return this.#exampleAt(row);
  }

  /** The examples at these positions, in this order.
   *  @throws {DataError} when a position does not exist */
  take(rows: ArrayLike<number>): Dataset {
    return this.#view(this.#checkRows("dataset.take", rows));
  }

  /** The examples with these ids in this order, or those for which the predicate holds.
   *  @throws {DataError} when there is no example with such an id */
  where(idsOrPredicate: ArrayLike<number> | readonly string[] | ((example: Example) => boolean)): Dataset {
    if (typeof idsOrPredicate !== "function") {
      return this.#view(positionsOf(this, idsOrPredicate, "dataset.where"));
    }
    const rows: number[] = [];
    for (let row = 0; row < this.size; row++) if (idsOrPredicate(this.#exampleAt(row))) rows.push(row);
    return this.#view(rows);
  }

  /** The examples ordered by a score, equal scores in their present order, NaN last.
   *  @param scores one per example, or a function of the example
   *  @param options.descending highest first. Default: false
   *  @throws {DataError} when there is not one score per example */
  sortBy(
    scores: ArrayLike<number> | ((example: Example) => number),
    options: { descending?: boolean } = {},
  ): Dataset {
    checkOptions("dataset.sortBy", options, ["descending"]);
    const keys =
      typeof scores === "function"
        ? Float64Array.from({ length: this.size }, (_, row) => scores(this.#exampleAt(row)))
        : Float64Array.from(scores);
    if (keys.length !== this.size) {
      throw new DataError({
        where: "dataset.sortBy",
        expected: `one score for each of the ${this.size} examples`,
        received: `${keys.length}`,
      });
    }
    const sign = options.descending ? -1 : 1;
    const order = Uint32Array.from({ length: this.size }, (_, row) => row).sort((a, b) => {
      const first = keys[a]!;
      const second = keys[b]!;
      if (Number.isNaN(first) || Number.isNaN(second)) {
        return Number(Number.isNaN(first)) - Number(Number.isNaN(second)) || a - b;
      }
      return first === second ? a - b : sign * (first < second ? -1 : 1);
    });
    return this.#view(order);
  }

  /** `count` different examples in random order (all when there are fewer).
   *  @param options.seed default 0   @param options.stratified keeps the share of each class. Default: false */
  sample(count: number, options: { seed?: number; stratified?: boolean } = {}): Dataset {
    checkOptions("dataset.sample", options, ["seed", "stratified"]);
    if (!Number.isInteger(count) || count < 0) {
      throw new OptionError({
        where: "dataset.sample",
        expected: "a whole number of examples",
        received: String(count),
      });
    }
    const random = new Random(options.seed ?? 0).fork("sample");
    const order = random.permutation(this.size);
    if (!options.stratified || count >= this.size) return this.#view(order.slice(0, count));
    const wanted = stratifiedCounts(this.targets, count);
    return this.#view(
      order.filter((row) => {
        const left = wanted.get(this.targets[row]!) ?? 0;
        if (left > 0) wanted.set(this.targets[row]!, left - 1);
        return left > 0;
      }),
    );
  }

  /** The examples as batches of tensors, which are disposed after their turn of the loop, also when it is left early.
   *  ```ts
   *  for await (const { inputs, targets } of training.batches({ size: 32, seed: 7 })) …
   *  ```
   *  Each pass over the returned iterable is one epoch with an order of its own.
   *  @throws {OptionError} for a size that is not a positive whole number, or shuffle without a seed */
  batches(options: BatchOptions): AsyncIterable<Batch> {
    return batches(this, options);
  }

  toString(): string {
    const thing =
      this.kind === "images" ? `images ${this.shape.join("×")}` : `rows × ${this.shape[0]} columns`;
    const task = this.classes ? `${this.classes.length} classes` : this.task;
    const test = this.partition?.reduce((sum, part) => sum + part, 0) ?? 0;
    const parts =
      this.partition === undefined
        ? ""
        : ` (${(this.size - test).toLocaleString("en")} training, ${test.toLocaleString("en")} test)`;
    return `${this.name}: ${this.size.toLocaleString("en")} ${thing}, ${task}${parts}`;
  }

  /** What it is, without the data. */
  toJSON(): object {
    const { name, kind, task, size, shape, classes, columns, range } = this;
    return { name, kind, task, size, shape, classes, columns, range };
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  [displaySymbol](): Promise<MimeBundle> {
    return datasetBundle(this);
  }

  #exampleAt(row: number): Example {
    const target = this.targets[row]!;
    const part = this.partition?.[row];
    const partition: Partition | undefined =
      part === undefined ? undefined : part === 1 ? "test" : "training";
    const inputs = (): Float32Array => this.#storage.decode([row], this.#index);
    return {
      id: this.ids[row]!,
      row,
      target,
      className: this.classes?.[target],
      partition,
      get inputs() {
        return inputs();
      },
    };
  }

  #targetsOf(rows: ArrayLike<number>): Int32Array | Float32Array {
    const targets =
      this.task === "classification" ? new Int32Array(rows.length) : new Float32Array(rows.length);
    for (let i = 0; i < rows.length; i++) targets[i] = this.targets[rows[i]!]!;
    return targets;
  }

  #view(rows: ArrayLike<number>): Dataset {
    const count = rows.length;
    const index = new Uint32Array(count);
    const ids: (number | string)[] = Array.from({ length: count });
    const partition = this.partition ? new Uint8Array(count) : undefined;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      index[i] = this.#index === undefined ? row : this.#index[row]!;
      ids[i] = this.ids[row]!;
      if (partition) partition[i] = this.partition![row]!;
    }
    const { name, kind, task, shape, classes, columns, range } = this;
    return new Dataset(
      {
        name,
        kind,
        task,
        shape,
        inputs: new Uint8Array(0),
        targets: this.#targetsOf(rows),
        ids: ids as number[],
        ...(classes ? { classes } : {}),
        ...(columns ? { columns } : {}),
        ...(range ? { range } : {}),
        ...(partition ? { partition } : {}),
      },
      { storage: this.#storage, index },
    );
  }

  #checkRows(where: string, rows: ArrayLike<number> | undefined): ArrayLike<number> {
    if (rows === undefined) return Uint32Array.from({ length: this.size }, (_, row) => row);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      if (row >= 0 && row < this.size && Number.isInteger(row)) continue;
      throw new DataError({
        where,
        expected: `positions from 0 to ${this.size - 1}`,
        received: String(row),
        hint: "Positions count from 0 in this dataset; ids are for where(ids).",
      });
    }
    return rows;
  }
}
