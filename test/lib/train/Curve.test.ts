import { describe, expect, test } from "vitest";
import { Curve } from "../../../lib/train/Curve.ts";

function curveOf(losses: number[]): Curve {
  const curve = new Curve();
  for (const [i, loss] of losses.entries()) curve.add(i + 1, loss);
  return curve;
}

describe("Curve", () => {
  test("keeps every step of a short training", () => {
    expect(curveOf([3, 2, 1]).points()).toEqual([
      { step: 1, loss: 3 },
      { step: 2, loss: 2 },
      { step: 3, loss: 1 },
    ]);
  });

  test("is empty before the first step", () => {
    expect(new Curve().points()).toEqual([]);
  });

  test("merges equal stretches into their means", () => {
    expect(curveOf([4, 2, 3, 1]).points(2)).toEqual([
      { step: 2, loss: 3 },
      { step: 4, loss: 2 },
    ]);
  });

  test("counts a short rest with the stretch before it", () => {
    expect(curveOf([1, 1, 1, 1, 1, 1, 1, 1, 10]).points(2)).toEqual([
      { step: 5, loss: 1 },
      { step: 9, loss: (1 + 1 + 1 + 10) / 4 },
    ]);
    expect(curveOf([1, 1, 1, 1, 1, 1, 5]).points(2).at(-1)).toEqual({ step: 7, loss: (1 + 1 + 5) / 3 });
    expect(
      curveOf(Array.from({ length: 10 }, (_, i) => (i === 9 ? 100 : 1)))
        .points(3)
        .at(-1)!.loss,
    ).toBe((1 + 100) / 2);
  });

  test.each([1, 7, 100, 1_999, 2_000, 2_150, 5_000, 123_457])(
    "%i steps of one loss stay that loss",
    (steps) => {
      const points = curveOf(Array.from({ length: steps }, () => 0.5)).points(150);
      expect(points.length).toBeLessThanOrEqual(150);
      expect(points.every(({ loss }) => loss === 0.5)).toBe(true);
      const order = points.map(({ step }) => step);
      expect(order).toEqual([...order].sort((a, b) => a - b));
    },
  );
});
