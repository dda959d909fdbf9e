import { expect, test } from "vitest";
import { wilsonInterval } from "../../../lib/stats/index.ts";

test("wilsonInterval gives SciPy's binomtest(8, 10).proportion_ci(method='wilson')", () => {
  const { low, high } = wilsonInterval(8, 10);
  expect(low).toBeCloseTo(0.49016, 5);
  expect(high).toBeCloseTo(0.94332, 5);
});

test("wilsonInterval is everything for no trials, and touches the ends for none and all", () => {
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  expect(wilsonInterval(0, 20).low).toBe(0);
  expect(wilsonInterval(20, 20).high).toBe(1);
  expect(wilsonInterval(0, 20).high).toBeCloseTo(1 - wilsonInterval(20, 20).low, 12);
});
