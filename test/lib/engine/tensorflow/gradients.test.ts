import type { Tensor } from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { tf } from "../../../../lib/engine/index.ts";
import { Random } from "../../../../lib/random/index.ts";
import { library } from "../library.ts";

function normal(shape: number[], seed: number): Tensor {
  const random = new Random(seed);
  return tf.tensor(
    Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal()),
    shape,
  );
}

/** Values and gradients of `f`, weighted by seeded normal numbers, on one engine. */
async function gradientsOn(
  backend: string,
  shapes: number[][],
  f: (inputs: never[]) => Tensor,
): Promise<number[][]> {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const inputs = shapes.map((shape, i) => normal(shape, i + 1));
    const weigh = (...args: Tensor[]): Tensor => {
      const out = f(args as never[]);
      return tf.sum(tf.mul(out, normal(out.shape, 99)));
    };
    const { value, grads } = tf.valueAndGrads(weigh)(inputs);
    return [value, ...grads].map((tensor) => Array.from(tensor.dataSync()));
  });
}

describe.skipIf(!library)(
  "TensorFlow's values and gradients equal those of tf.js in plain JavaScript",
  () => {
    it.each<[string, number[][], (inputs: never[]) => Tensor]>([
      [
        "matMul",
        [
          [5, 3],
          [3, 4],
        ],
        ([a, b]) => tf.matMul(a!, b!),
      ],
      [
        "matMul, transposed, batches",
        [
          [2, 3, 5],
          [2, 4, 3],
        ],
        ([a, b]) => tf.matMul(a!, b!, true, true),
      ],
      [
        "conv2d same",
        [
          [2, 7, 8, 3],
          [3, 3, 3, 4],
        ],
        ([x, w]) => tf.conv2d(x!, w!, 1, "same"),
      ],
      [
        "conv2d valid, strides 2",
        [
          [2, 7, 8, 3],
          [3, 2, 3, 4],
        ],
        ([x, w]) => tf.conv2d(x!, w!, 2, "valid"),
      ],
      [
        "depthwiseConv2d",
        [
          [2, 7, 8, 3],
          [3, 3, 3, 2],
        ],
        ([x, w]) => tf.depthwiseConv2d(x!, w!, 1, "same"),
      ],
      [
        "conv1d",
        [
          [2, 9, 3],
          [3, 3, 4],
        ],
        ([x, w]) => tf.conv1d(x!, w!, 1, "same"),
      ],
      ["maxPool", [[2, 7, 8, 3]], ([x]) => tf.maxPool(x!, 2, 2, "same")],
      ["avgPool", [[2, 7, 8, 3]], ([x]) => tf.avgPool(x!, 3, 2, "valid")],
      ["softmax, log", [[4, 5]], ([x]) => tf.log(tf.softmax(x!))],
      ["moments", [[6, 4]], ([x]) => tf.moments(x!, 0).variance],
      ["gather", [[5, 3]], ([x]) => tf.gather(x!, tf.tensor1d([1, 1, 4, 0], "int32"))],
      [
        "einsum",
        [
          [2, 3, 4],
          [2, 4, 5],
        ],
        ([a, b]) => tf.einsum("bij,bjk->bik", a!, b!),
      ],
      [
        "einsum, summed alone",
        [
          [3, 4],
          [4, 2],
        ],
        ([a, b]) => tf.einsum("ij,jk->k", a!, b!),
      ],
      ["resizeBilinear", [[2, 7, 8, 3]], ([x]) => tf.image.resizeBilinear(x!, [4, 5])],
      ["relu, sigmoid, tanh, elu", [[20]], ([x]) => tf.elu(tf.tanh(tf.sigmoid(tf.relu(x!))))],
      ["broadcasting", [[4, 1], [3]], ([a, b]) => tf.div(tf.mul(a!, b!), tf.add(tf.square(b!), 1))],
    ])("%s", async (_, shapes, f) => {
      const expected = await gradientsOn("cpu", shapes, f);
      const received = await gradientsOn("tensorflow", shapes, f);
      expect(received.map((values) => values.length)).toEqual(expected.map((values) => values.length));
      const worst = expected.map((values, i) => {
        const scale = Math.max(1, ...values.map(Math.abs));
        return Math.max(...values.map((value, j) => Math.abs(value - received[i]![j]!))) / scale;
      });
      // float32 sums of up to some hundred terms, in another order
      expect(Math.max(...worst)).toBeLessThan(1e-5);
    });

    it("round leaves int32 as it is, which TensorFlow 2.20 turns into zeros", async () => {
      await tf.setBackend("tensorflow");
      tf.tidy(() => {
        expect([...tf.round(tf.tensor1d([-12345678, 10], "int32")).dataSync()]).toEqual([-12345678, 10]);
        expect([...tf.round(tf.tensor1d([0.5, 1.5, -2.6])).dataSync()]).toEqual([0, 2, -3]);
      });
    });

    it("ReLU's gradient is one op, and has a gradient itself", async () => {
      await tf.setBackend("tensorflow");
      const tensors = tf.memory().numTensors;
      tf.tidy(() => {
        const x = tf.tensor1d([-2, 0, 3]);
        const first = tf.grad((t: tf.Tensor) => tf.relu(t).mul(t).sum());
        expect(Array.from(first(x).dataSync())).toEqual([0, 0, 6]);
        const second = tf.grad((t: tf.Tensor) => first(t).sum());
        expect(Array.from(second(x).dataSync())).toEqual([0, 0, 2]);
        expect(tf.getKernel("ReluGrad", "tensorflow")).toBeDefined();
      });
      expect(tf.memory().numTensors).toBe(tensors);
    });

    it("ops that tf.js has for JavaScript only run as well", async () => {
      await tf.setBackend("tensorflow");
      const tensors = tf.memory().numTensors;
      tf.tidy(() => {
        expect([...tf.searchSorted(tf.tensor1d([1, 3, 5]), tf.tensor1d([4])).dataSync()]).toEqual([2]);
        expect(tf.string.stringSplit(tf.tensor1d(["a b"]), tf.scalar(" "))["values"]!.dataSync()).toEqual([
          "a",
          "b",
        ]);
      });
      expect(tf.memory().numTensors).toBe(tensors);
    });
  },
);
