import { inspect } from "node:util";
import { expect, test } from "vitest";
import { toBundle } from "../../../lib/display/index.ts";
import { tf } from "../../../lib/engine/index.ts";

test("a tensor shows its dtype, shape and values", async () => {
  const matrix = tf.tensor2d([
    [1, 2],
    [3, 4],
  ]);
  expect(await toBundle(matrix)).toEqual({
    "text/plain": "Tensor float32 [2, 2]\n[[1, 2],\n [3, 4]]",
  });
  expect(inspect(tf.scalar(3, "int32"))).toBe("Tensor int32 []\n3");
});

test("a large tensor shows its corners, a disposed one that it is gone", () => {
  const large = tf.ones([2_000, 3]);
  expect(inspect(large)).toMatch(/^Tensor float32 \[2000, 3\], in part\n/);
  expect(inspect(large).length).toBeLessThan(300);
  large.dispose();
  expect(inspect(large)).toBe("Tensor float32 [2000, 3], disposed");
});
