import { inspect } from "node:util";
import type { Tensor } from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { Random } from "../../../../lib/random/index.ts";

vi.stubEnv("ROUX_ENGINE", "wasm");
const { engine, tf } = await import("../../../../lib/engine/index.ts");
const early = tf.tensor1d([1, 2, 3]);
const earlyText = tf.tensor1d(["one", "two"]);
const earlyName = tf.getBackend();

beforeAll(async () => {
  await engine.ready();
});

function normal(shape: number[], seed: number): number[] {
  const random = new Random(seed);
  return Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal());
}

/** Values and gradients of `f`, weighted by seeded normal numbers, on one engine. */
async function gradientsOn(
  backend: string,
  shapes: number[][],
  f: (inputs: Tensor[]) => Tensor,
): Promise<number[][]> {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const inputs = shapes.map((shape, i) => tf.tensor(normal(shape, i + 1), shape));
    const weigh = (...args: Tensor[]): Tensor => {
      const out = f(args);
      return tf.sum(tf.mul(out, tf.tensor(normal(out.shape, 99), out.shape)));
    };
    const { value, grads } = tf.valueAndGrads(weigh)(inputs);
    return [value, ...grads].map((tensor) => Array.from(tensor.dataSync()));
  });
}

/** Largest difference between the engines, relative to the largest value (or 1), over the value and all gradients. */
async function difference(shapes: number[][], f: (inputs: Tensor[]) => Tensor): Promise<number> {
  const onCpu = await gradientsOn("cpu", shapes, f);
  const onWasm = await gradientsOn("wasm", shapes, f);
  expect(onWasm.map((values) => values.length)).toEqual(onCpu.map((values) => values.length));
  const differences = onCpu.map((expected, i) => {
    const scale = Math.max(1, ...expected.map(Math.abs));
    return Math.max(...expected.map((value, j) => Math.abs(value - onWasm[i]![j]!))) / scale;
  });
  return Math.max(...differences);
}

/** float32 sums of up to some thousand terms, in another order. */
const rounding = 1e-5;

describe("engine without TensorFlow", () => {
  it("serves on cpu at once, then on wasm, and tensors made before keep working", () => {
    expect(earlyName).toBe("cpu");
    expect(tf.getBackend()).toBe("wasm");
    expect([...early.add(1).dataSync()]).toEqual([2, 3, 4]);
    expect([...earlyText.dataSync<"string">()]).toEqual(["one", "two"]);
    expect(engine.info()).toMatchObject({
      name: "wasm",
      device: "CPU",
      reason: "ROUX_ENGINE=wasm asks for it",
    });
    expect(inspect(engine)).toMatch(
      /^Engine: WebAssembly \(tf\.js 4\.\d+\.\d+\), CPU, \d+ threads?, because/,
    );
  });
});

describe("wasm gradients equal those of cpu", () => {
  const as4 = (tensor: Tensor | undefined): never => tensor as never;

  it.each([
    ["same", 1, [3, 3]],
    ["valid", 1, [3, 3]],
    ["same", 2, [3, 3]],
    ["valid", 2, [5, 2]],
    ["valid", 3, [1, 1]],
    [1, 2, [3, 3]],
  ] as const)("conv2d, pad %s, strides %d, filter %j", async (pad, strides, [height, width]) => {
    expect(
      await difference(
        [
          [2, 9, 8, 3],
          [height, width, 3, 4],
        ],
        ([x, filter]) =>
          tf.conv2d(as4(x), as4(filter), strides, pad, "NHWC", 1, pad === 1 ? "floor" : undefined),
      ),
    ).toBeLessThan(rounding);
  });

  it.each([
    ["same", 1, 1, 1],
    ["same", 2, 1, 1],
    ["valid", 1, 1, 2],
    ["valid", 2, 1, 2],
  ] as const)(
    "depthwiseConv2d, pad %s, strides %d, dilations %d, multiplier %d",
    async (pad, strides, dilations, m) => {
      expect(
        await difference(
          [
            [2, 7, 8, 3],
            [3, 2, 3, m],
          ],
          ([x, filter]) => tf.depthwiseConv2d(as4(x), as4(filter), strides, pad, "NHWC", dilations),
        ),
      ).toBeLessThan(rounding);
    },
  );

  it.each([
    [
      "bij,bjk->bik",
      [
        [2, 3, 4],
        [2, 4, 5],
      ],
    ],
    [
      "bhid,bhjd->bhij",
      [
        [2, 2, 3, 4],
        [2, 2, 5, 4],
      ],
    ],
    [
      "ij,kj->ki",
      [
        [3, 4],
        [2, 4],
      ],
    ],
    [
      "ij,jk->k",
      [
        [3, 4],
        [4, 2],
      ],
    ],
    ["i,j->ji", [[3], [4]]],
    ["ijk->ki", [[2, 3, 4]]],
    [
      "ij,ij->",
      [
        [3, 4],
        [3, 4],
      ],
    ],
  ])("einsum %s", async (equation, shapes) => {
    expect(await difference(shapes, (inputs) => tf.einsum(equation, ...inputs))).toBeLessThan(rounding);
  });

  it("gather, as in an embedding, with repeated and unused rows", async () => {
    expect(
      await difference([[5, 3]], ([table]) => tf.gather(table!, tf.tensor1d([1, 1, 4, 0], "int32"))),
    ).toBeLessThan(rounding);
  });

  it("unsortedSegmentSum ignores ids outside, as TensorFlow documents for negative ones", () => {
    const x = tf.tensor2d([1, 2, Number.NaN, 4, 5, 6], [3, 2]);
    const sums = tf.unsortedSegmentSum(x, tf.tensor1d([1, -1, 1], "int32"), 3);
    expect(sums.arraySync()).toEqual([
      [0, 0],
      [6, 8],
      [0, 0],
    ]);
  });

  it.each([
    ["max pool 2 same", (x: never) => tf.maxPool(x, 2, 2, "same")],
    ["max pool 2 valid", (x: never) => tf.maxPool(x, 2, 2, "valid")],
    ["max pool 3, overlapping", (x: never) => tf.maxPool(x, 3, 1, "same")],
    ["average pool", (x: never) => tf.avgPool(x, 3, 2, "valid")],
    ["relu, softmax, logSumExp", (x: never) => tf.logSumExp(tf.softmax(tf.relu(x)), 3)],
    ["mean, variance", (x: never) => tf.moments(x, [0, 1]).variance],
    ["resize", (x: never) => tf.image.resizeBilinear(x, [4, 5])],
    [
      "transposed convolution",
      (x: never) => tf.conv2dTranspose(x, tf.ones([3, 3, 2, 3]), [2, 14, 16, 2], 2, "same"),
    ],
  ])("%s", async (_, f) => {
    expect(await difference([[2, 7, 8, 3]], ([x]) => f(as4(x)))).toBeLessThan(rounding);
  });

  it("a convnet with batch normalisation, depthwise layers and dropout learns as on cpu", async () => {
    const losses: number[][] = [];
    for (const backend of ["cpu", "wasm"]) {
      await tf.setBackend(backend);
      const init = (seed: number): object => ({ kernelInitializer: tf.initializers.glorotUniform({ seed }) });
      const model = tf.sequential({
        layers: [
          tf.layers.conv2d({
            filters: 4,
            kernelSize: 3,
            activation: "relu",
            inputShape: [8, 8, 1],
            ...init(1),
          }),
          tf.layers.batchNormalization(),
          tf.layers.depthwiseConv2d({
            kernelSize: 3,
            depthwiseInitializer: tf.initializers.glorotUniform({ seed: 2 }),
          }),
          tf.layers.maxPooling2d({ poolSize: 2 }),
          tf.layers.flatten(),
          tf.layers.dense({ units: 3, activation: "softmax", ...init(3) }),
        ],
      });
      model.compile({ optimizer: tf.train.adam(0.01), loss: "sparseCategoricalCrossentropy" });
      const x = tf.tensor(normal([12, 8, 8, 1], 5), [12, 8, 8, 1]);
      const y = tf.tensor1d([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
      const tensors = tf.memory().numTensors;
      const history = await model.fit(x, y, { epochs: 8, batchSize: 6, shuffle: false });
      losses.push(history.history["loss"] as number[]);
      expect(tf.memory().numTensors - tensors).toBeLessThan(40); // the optimizer's moments, made in the first step
    }
    const [cpu, wasm] = losses as [number[], number[]];
    expect(cpu.at(-1)).toBeLessThan(cpu[0]! / 2);
    // 16 updates of Adam divide rounding errors by the square root of tiny second moments
    for (const [epoch, loss] of cpu.entries()) expect(wasm[epoch]).toBeCloseTo(loss, 3);
  });

  it("clipping keeps NaN, whole numbers multiply, a wrong einsum says what is wrong", async () => {
    await tf.setBackend("wasm");
    tf.tidy(() => {
      expect([...tf.clipByValue(tf.tensor1d([Number.NaN, 5, -5]), -1, 1).dataSync()]).toEqual([
        Number.NaN,
        1,
        -1,
      ]);
      expect(
        tf.math
          .confusionMatrix(tf.tensor1d([0, 1, 1], "int32"), tf.tensor1d([0, 1, 0], "int32"), 2)
          .arraySync(),
      ).toEqual([
        [1, 0],
        [1, 1],
      ]);
      expect(() => tf.einsum("ij,jk->ik", tf.ones([2, 3]), tf.ones([2, 3]))).toThrow(/dimension/i);
    });
  });

  it("ops that wasm lacks run on cpu, with strings and lists as well", async () => {
    await tf.setBackend("wasm");
    const tensors = tf.memory().numTensors;
    expect(tf.string.staticRegexReplace(tf.tensor1d(["cat", "hat"]), "at", "ow").dataSync()).toEqual([
      "cow",
      "how",
    ]);
    expect(tf.memory().numTensors - tensors).toBe(2);
  });
});
