import { expect, test } from "vitest";
import { digits, split } from "../../../lib/data/index.ts";

test("data.digits reads 70,000 images with the known class counts and pixel mean", async () => {
  const dataset = await digits();
  expect(String(dataset)).toBe("digits: 70,000 images 28×28×1, 10 classes (60,000 training, 10,000 test)");
  const counts = Array.from({ length: 10 }, () => 0);
  for (const digit of dataset.targets.subarray(0, 60_000)) counts[digit]!++;
  // The published counts of the training part.
  expect(counts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
  expect([...dataset.targets.subarray(60_000, 60_005)]).toEqual([7, 2, 1, 0, 4]);
  // Published mean of the training pixels: 0.1307.
  const pixels = dataset.inputsOf(Uint32Array.from({ length: 60_000 }, (_, i) => i));
  expect(pixels.reduce((sum, pixel) => sum + pixel, 0) / pixels.length).toBeCloseTo(0.13066048, 8);
});

test("data.split keeps the source's test digits apart and the classes in proportion", async () => {
  const { training, validation, test } = split(await digits(), { validation: 5_000, seed: 7 });
  expect([training.size, validation.size, test.size]).toEqual([55_000, 5_000, 10_000]);
  expect(test.ids[0]).toBe(60_000);
  expect(test.ids[9_999]).toBe(69_999);
  // 5,923 of 60,000 are zeros: 493.6 of 5,000.
  expect(Array.from(validation.targets).filter((digit) => digit === 0).length).toBe(494);
});
