import { array, assert, double, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  argMaxRows,
  entropy,
  histogramCounts,
  largest,
  median,
  moments,
  populationMoments,
  quantile,
  quantiles,
  robustDeviation,
  rootMeanSquare,
  sum,
} from "../../../lib/stats/index.ts";
import oracle from "../../oracle/stats.json" with { type: "json" };

// A sorted list may hold 0 where it was given −0: they are equal, but not the same to `toBe`.
const numbers = array(
  double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value + 0),
  { minLength: 1, maxLength: 50 },
);

describe("equal to NumPy, pandas and SciPy", () => {
  test.each(Object.entries(oracle.cases))("%s", (_, expected) => {
    const { values } = expected;
    const found = moments(values);
    expect(found.mean).toBeCloseTo(expected.mean, 6);
    expect(Math.abs(found.mean / expected.mean - 1)).toBeLessThan(1e-12);
    // pandas computes the variance of the offset list with its own rounding: 1e-9 is the project's bound.
    expect(Math.abs(found.variance / expected.variance - 1)).toBeLessThan(1e-9);
    expect(Math.abs(found.skewness - expected.skewness)).toBeLessThan(1e-6);
    expect(quantiles(values, oracle.shares)).toEqual(
      expected.quantiles.map((value) => expect.closeTo(value, Math.abs(value) > 1e6 ? 5 : 14) as number),
    );
    expect(Math.abs(robustDeviation(values) / expected.robustDeviation - 1)).toBeLessThan(1e-6);
    expect([...histogramCounts(values, Math.min(...values), Math.max(...values), 10)]).toEqual(
      expected.histogram,
    );
  });

  test("entropy", () => {
    expect(entropy(oracle.entropy.counts)).toBeCloseTo(oracle.entropy.nats, 14);
  });
});

describe("quantiles", () => {
  test("interpolate between order statistics", () => {
    expect(quantiles([4, 1, 3, 2], [0, 0.25, 0.5, 1])).toEqual([1, 1.75, 2.5, 4]);
    expect(median([5])).toBe(5);
  });

  test("leave NaN out, keep infinity, and are NaN for nothing", () => {
    expect(quantile([Number.NaN, 1, 3], 0.5)).toBe(2);
    expect(quantile([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], 0.5)).toBe(
      Number.POSITIVE_INFINITY,
    );
    expect(quantile([], 0.5)).toBeNaN();
  });

  test("never decrease with the share and stay within the values", () => {
    assert(
      property(numbers, (values) => {
        const found = quantiles(values, [0, 0.1, 0.5, 0.9, 1]);
        for (let i = 1; i < found.length; i++) expect(found[i]!).toBeGreaterThanOrEqual(found[i - 1]!);
        expect(found[0]).toBe(Math.min(...values));
        expect(found[4]).toBe(Math.max(...values));
      }),
    );
  });
});

describe("moments", () => {
  test("of nothing, one and equal values", () => {
    expect(moments([])).toMatchObject({ count: 0, min: Number.NaN, mean: Number.NaN });
    expect(moments([3])).toMatchObject({ min: 3, max: 3, mean: 3, variance: Number.NaN });
    expect(moments([2, 2, 2])).toMatchObject({ variance: 0, skewness: 0 });
    expect(moments([1, Number.NaN]).mean).toBeNaN();
  });

  test("shifting moves the mean and nothing else", () => {
    const values = [0, 1, 4, 9, 16];
    const shifted = moments(values.map((value) => value + 2 ** 40));
    expect(shifted.variance).toBeCloseTo(moments(values).variance, 9);
    expect(shifted.mean - 2 ** 40).toBeCloseTo(6, 9);
  });

  test("sums keep what plain addition loses", () => {
    expect(sum([1, 1e100, 1, -1e100])).toBe(2);
    expect(sum(Float64Array.from({ length: 10 }, () => 0.1))).toBe(1);
    expect(sum([Number.POSITIVE_INFINITY, 1])).toBe(Number.POSITIVE_INFINITY);
  });
});

test("histogramCounts puts ends inside and counts nothing else", () => {
  expect([...histogramCounts([0, 1, 2, 3, 4, -1, 5, Number.NaN], 0, 4, 4)]).toEqual([1, 1, 1, 2]);
});

test("entropy is 0 for one class, log of the classes for even ones, NaN for none", () => {
  expect(entropy([7, 0])).toBe(0);
  expect(entropy([3, 3, 3])).toBeCloseTo(Math.log(3), 15);
  expect(entropy([])).toBeNaN();
});

test("largest ranks, keeps the order of equals, leaves NaN out", () => {
  expect(largest([1, 5, Number.NaN, 5, 3], 3)).toEqual([1, 3, 4]);
  assert(
    property(array(integer({ min: 0, max: 9 })), (scores) => {
      const ranked = largest(scores, scores.length).map((i) => scores[i]!);
      expect(ranked).toEqual([...scores].sort((a, b) => b - a));
    }),
  );
});

describe("figures of errors", () => {
  test("the root of a mean of squares has the interval of that mean", () => {
    // Mean 2.5, standard error √(1.25 / 4): 2.5 ± 1.0957.
    const { value, low, high } = rootMeanSquare([1, 2, 3, 4]);
    expect(value).toBeCloseTo(Math.sqrt(2.5), 12);
    expect([low ** 2, high ** 2]).toEqual([expect.closeTo(1.4043, 4), expect.closeTo(3.5957, 4)]);
    expect(rootMeanSquare([1, Number.NaN]).value).toBeNaN();
  });

  test("a population is divided by its count, and one value has no variance", () => {
    expect(populationMoments([1, 2, 3, 4])).toEqual({ mean: 2.5, variance: 1.25 });
    expect(populationMoments([7])).toEqual({ mean: 7, variance: 0 });
    expect(populationMoments([]).variance).toBeNaN();
  });

  test("the largest of each row, the first of equal ones", () => {
    expect(Array.from(argMaxRows([0, 2, 1, 5, 5, 0], 3))).toEqual([1, 0]);
    expect(argMaxRows([], 3).length).toBe(0);
  });
});
