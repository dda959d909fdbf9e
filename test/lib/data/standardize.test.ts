import { expect, test } from "vitest";
import { Dataset, split, standardize } from "../../../lib/data/index.ts";

function grams(values: number[][]): Dataset {
  return new Dataset({
    name: "grams",
    kind: "table",
    task: "regression",
    shape: [values[0]!.length],
    inputs: Float32Array.from(values.flat()),
    targets: values.map((_, i) => i),
    columns: values[0]!.map((_, i) => `column${i}`),
  });
}

test("columns come to mean 0 and deviation 1 by the training part alone; a constant column to 0", () => {
  const training = grams([
    [1_000, 5],
    [3_000, 5],
  ]);
  const test_ = grams([[5_000, 6]]);
  const parts = standardize({ training, validation: test_, test: test_ });
  expect(Array.from(parts.training.inputsOf())).toEqual([-1, 0, 1, 0]);
  expect(Array.from(parts.test.inputsOf())).toEqual([3, 1]);
  expect(Array.from(training.inputsOf())).toEqual([1_000, 5, 3_000, 5]);
});

test("ids, targets and order stay", () => {
  const whole = grams(Array.from({ length: 40 }, (_, i) => [i, i * i]));
  const before = split(whole, { validation: 5, test: 5, seed: 1 });
  const after = standardize(before);
  for (const part of ["training", "validation", "test"] as const) {
    expect(Array.from(after[part].ids as ArrayLike<number>)).toEqual(
      Array.from(before[part].ids as ArrayLike<number>),
    );
    expect(after[part].targets).toEqual(before[part].targets);
  }
});

test("values that are missing are named by their column", () => {
  const broken = grams([
    [1, Number.NaN],
    [2, 3],
  ]);
  expect(() => standardize({ training: broken, validation: broken, test: broken })).toThrow(
    'data.standardize: expected finite values, got missing or infinite ones in column "column1".',
  );
  expect(() => standardize(undefined as never)).toThrow("expected the parts of a table");
});
