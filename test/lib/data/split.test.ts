import { array, assert, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { Dataset, split } from "../../../lib/data/index.ts";

function numbered(targets: number[], task: "classification" | "regression" = "classification"): Dataset {
  return new Dataset({
    name: "numbered",
    kind: "table",
    task,
    shape: [1],
    inputs: Float32Array.from(targets),
    targets,
  });
}

const ids = (dataset: Dataset): number[] => Array.from(dataset.ids as ArrayLike<number>);

describe("data.split", () => {
  test("the parts don't overlap and together are everything", () => {
    assert(
      property(
        array(integer({ min: 0, max: 4 }), { minLength: 4, maxLength: 60 }),
        integer({ min: 0, max: 1000 }),
        (targets, seed) => {
          const count = Math.floor(targets.length / 4);
          const parts = split(numbered(targets), { validation: count, test: count, seed });
          expect(parts.validation.size).toBe(count);
          expect(parts.test.size).toBe(count);
          const all = [...ids(parts.training), ...ids(parts.validation), ...ids(parts.test)];
          expect(all.sort((a, b) => a - b)).toEqual(targets.map((_, i) => i));
        },
      ),
    );
  });

  test("every class keeps its share to within one example", () => {
    const targets = Array.from({ length: 1000 }, (_, i) => (i % 100 < 70 ? 0 : i % 100 < 95 ? 1 : 2));
    const { validation, test } = split(numbered(targets), { validation: 0.1, test: 0.2, seed: 3 });
    for (const [part, count] of [
      [validation, 100],
      [test, 200],
    ] as const) {
      const counts = [0, 1, 2].map((label) => part.targets.filter((target) => target === label).length);
      expect(counts).toEqual([0.7 * count, 0.25 * count, 0.05 * count]);
    }
  });

  test("is the same for the same seed, another for another", () => {
    const dataset = numbered(Array.from({ length: 100 }, (_, i) => i % 2));
    const at = (seed: number): number[] => ids(split(dataset, { validation: 10, test: 10, seed }).validation);
    expect(at(1)).toEqual(at(1));
    expect(at(1)).not.toEqual(at(2));
  });

  test("regression can be stratified over tenths of the target", () => {
    const dataset = numbered(
      Array.from({ length: 100 }, (_, i) => i),
      "regression",
    );
    const { validation } = split(dataset, { validation: 10, test: 0, seed: 5, stratified: true });
    expect([...validation.targets].map((target) => Math.floor(target / 10))).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
  });

  test("says what does not add up", () => {
    const dataset = numbered([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
    expect(() => split(dataset, { validation: 0.8, test: 0.3 })).toThrow(
      "data.split: expected fractions that sum to less than 1, so that some examples are left for training, got 0.8 + 0.3. Did you mean validation: 0.2?",
    );
    expect(() => split(dataset, { validation: 10, test: 0 })).toThrow(
      /counts that sum to less than the 10 examples/,
    );
    expect(() => split(dataset, { validation: 0.1 })).toThrow(/has no test set of its own, got none/);
    expect(() => split(dataset, { validation: -1, test: 0 })).toThrow(/a count like 5_000 or a fraction/);
    expect(() => split(dataset, { validation: Number.NaN, test: 0 })).toThrow(/got NaN/);
    expect(() => split(dataset, { valdation: 2, test: 0 } as never)).toThrow(/Did you mean "validation"/);
    expect(() => split([] as never, { validation: 2 })).toThrow(/expected a Dataset/);
  });
});
