import { checkOptions, DataError, OptionError } from "../errors/index.ts";
import { checkSeed, Random } from "../random/index.ts";
import { Dataset } from "./Dataset.ts";
import { stratifiedCounts } from "./stratifiedCounts.ts";

export interface SplitOptions {
  /** Examples for choosing between models: a count (`5_000`) or a fraction (`0.1`). */
  validation: number;
  /** Examples for the final judgement. Left out when the source has a test set of its own, which is then kept apart. */
  test?: number;
  /** Default: 0. */
  seed?: number;
  /** Keeps the share of each class (or tenth of the target's range of values) in every part.
   *  Default: true for classification, false for regression. */
  stratified?: boolean;
}

export interface Split {
  training: Dataset;
  validation: Dataset;
  test: Dataset;
}

const where = "data.split";

/** Splits a dataset into examples to learn from, to choose by and to judge by: without overlap, all examples used, the
 *  same for the same seed. Fractions are of the examples that are there to be split, without the source's own test set.
 *  @throws {OptionError} when the parts leave nothing for training, or there is no test set and none is asked for */
export function split(dataset: Dataset, options: SplitOptions): Split {
  checkOptions(where, options, ["validation", "test", "seed", "stratified"]);
  if (!(dataset instanceof Dataset)) {
    throw new DataError({
      where,
      expected: "a Dataset",
      received: typeof dataset,
      hint: "A table becomes one by table.dataset({ target }).",
    });
  }
  const { validation, test, seed = 0, stratified = dataset.task === "classification" } = options ?? {};
  checkSeed(where, seed);
  const own = dataset.partition ? rowsWhere(dataset.partition, 1) : new Uint32Array(0);
  const hasOwnTest = own.length > 0 && own.length < dataset.size;
  if (hasOwnTest && test !== undefined) {
    throw new OptionError({
      where,
      expected: `no "test", because ${dataset.name} brings its own test set of ${own.length} examples`,
      received: `test: ${test}`,
      hint: 'Leave "test" out, or join both with new ids first.',
    });
  }
  if (!hasOwnTest && test === undefined) {
    throw new OptionError({
      where,
      expected: `"test", because ${dataset.name} has no test set of its own`,
      received: "none",
      hint: "For example { validation: 0.15, test: 0.15, seed: 7 }; test: 0 for none.",
    });
  }
  const rows = hasOwnTest
    ? rowsWhere(dataset.partition!, 0)
    : Uint32Array.from({ length: dataset.size }, (_, i) => i);
  const validationCount = countOf("validation", validation, rows.length);
  const testCount = hasOwnTest ? 0 : countOf("test", test!, rows.length);
  checkSum(validation, hasOwnTest ? 0 : test!, validationCount + testCount, rows.length);
  const groups = stratified ? strata(dataset, rows) : undefined;
  const order = new Random(seed).fork("split").permutation(rows.length);
  const part = new Uint8Array(rows.length);
  assign(part, order, groups, testCount, 2);
  assign(part, order, groups, validationCount, 1);
  const pick = (wanted: number): Uint32Array => rows.filter((_, i) => part[i] === wanted);
  return {
    training: dataset.take(pick(0)),
    validation: dataset.take(pick(1)),
    test: dataset.take(hasOwnTest ? own : pick(2)),
  };
}

function rowsWhere(partition: Uint8Array, wanted: number): Uint32Array {
  return Uint32Array.from({ length: partition.length }, (_, row) => row).filter(
    (row) => partition[row] === wanted,
  );
}

function countOf(name: string, amount: number, available: number): number {
  const isFraction = amount > 0 && amount < 1;
  if (!isFraction && !(Number.isInteger(amount) && amount >= 0)) {
    throw new OptionError({
      where,
      expected: `${name}: a count like 5_000 or a fraction between 0 and 1`,
      received: String(amount),
    });
  }
  return isFraction ? Math.round(amount * available) : amount;
}

function checkSum(validation: number, test: number, wanted: number, available: number): void {
  if (wanted < available) return;
  const fractions = validation < 1 && test < 1 && validation + test > 0;
  throw new OptionError({
    where,
    expected: fractions
      ? "fractions that sum to less than 1, so that some examples are left for training"
      : `counts that sum to less than the ${available} examples there are to split`,
    received: test > 0 ? `${validation} + ${test}` : String(validation),
    ...(fractions && validation > 0.5
      ? { hint: `Did you mean validation: ${+(1 - validation).toFixed(4)}?` }
      : {}),
  });
}

/** Group of each row: its class, or the tenth of the ordered values that it falls in. */
function strata(dataset: Dataset, rows: Uint32Array): Float64Array {
  const targets = Float64Array.from(rows, (row) => dataset.targets[row]!);
  if (dataset.task === "classification") return targets;
  const sorted = Float64Array.from(targets).sort();
  const bounds = Array.from({ length: 9 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / 10)]!);
  return targets.map((value) => bounds.filter((bound) => value >= bound).length);
}

/** Gives `count` of the unassigned examples, in random order, to part number `wanted`. */
function assign(
  part: Uint8Array,
  order: Uint32Array,
  groups: Float64Array | undefined,
  count: number,
  wanted: number,
): void {
  const free = order.filter((i) => part[i] === 0);
  const groupOf = (i: number): number => groups?.[i] ?? 0;
  const left = stratifiedCounts(Float64Array.from(free, groupOf), count);
  for (const i of free) {
    const picks = left.get(groupOf(i)) ?? 0;
    if (picks === 0) continue;
    left.set(groupOf(i), picks - 1);
    part[i] = wanted;
  }
}
