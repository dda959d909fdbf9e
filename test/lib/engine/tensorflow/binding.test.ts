import { beforeAll, describe, expect, it } from "vitest";
import { currentBinding, engine, tf } from "../../../../lib/engine/index.ts";
import type { Binding } from "../../../../lib/engine/tensorflow/Binding.ts";
import { EngineError, ShapeError } from "../../../../lib/errors/index.ts";
import { library } from "../library.ts";

describe.skipIf(!library)("binding", () => {
  let binding: Binding;
  beforeAll(async () => {
    await engine.ready();
    binding = currentBinding()!;
  });

  it("is TensorFlow", () => {
    expect(engine.info()).toMatchObject({ name: "tensorflow", version: binding.TF_Version });
    expect(binding.TF_Version).toMatch(/^2\.\d+\.\d+/);
    expect(tf.getBackend()).toBe("tensorflow");
  });

  describe("values survive the way in and out", () => {
    it.each([
      ["float32", [0, -0, 1.5, Number.NaN, Infinity, -Infinity, 3.4028234663852886e38, 1e-45]],
      ["int32", [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)]],
      ["bool", [true, false, true]],
      [
        "string",
        ["", "a", "é 🦊", "22 bytes exactly, yes!", "23 bytes exactly, yes!!", "long ".repeat(10_000)],
      ],
    ] as const)("%s", (dtype, values) => {
      tf.tidy(() => {
        const expected = dtype === "bool" ? values.map(Number) : values;
        const tensor = tf.tensor1d(values as never, dtype);
        expect([...tensor.dataSync<typeof dtype>()]).toEqual(
          dtype === "float32" ? [...Float32Array.from(expected as number[])] : expected,
        );
        // Through TensorFlow: an op makes a tensor of its own from it.
        const doubled = tf.concat([tensor, tensor.clone()]);
        expect(doubled.dtype).toBe(dtype);
        expect(doubled.dataSync<typeof dtype>()).toHaveLength(2 * values.length);
        expect([...doubled.slice([values.length]).dataSync<typeof dtype>()]).toEqual([
          ...tensor.dataSync<typeof dtype>(),
        ]);
      });
    });

    it("complex64", () => {
      tf.tidy(() => {
        const z = tf.complex([1, 2], [3, -4]);
        expect([...tf.mul(z, z).dataSync()]).toEqual([1 - 9, 6, 4 - 16, -16]);
        expect([...tf.imag(z).dataSync()]).toEqual([3, -4]);
      });
    });

    it.each([[[0]], [[2, 0, 3]], [[]], [[1, 1, 1, 1, 1, 2]]])("shape %j", (shape) => {
      tf.tidy(() => {
        const out = tf.add(tf.ones(shape), 1);
        expect(out.shape).toEqual(shape);
        expect([...out.dataSync()]).toEqual(Array.from({ length: tf.util.sizeFromShape(shape) }, () => 2));
      });
    });

    it("values in shared memory, and in the middle of a buffer", () => {
      tf.tidy(() => {
        const shared = new Float32Array(new SharedArrayBuffer(16));
        shared.set([1, 2, 3, 4]);
        expect([...tf.neg(tf.tensor1d(shared)).dataSync()]).toEqual([-1, -2, -3, -4]);
        expect([...tf.neg(tf.tensor1d(shared.slice().subarray(1, 3))).dataSync()]).toEqual([-2, -3]);
      });
    });
  });

  describe("memory", () => {
    it("stays flat over 20,000 ops, tensors and strings of every kind", () => {
      const long = "a string that doesn't fit into 22 bytes ".repeat(100);
      const step = (): void =>
        tf.tidy(() => {
          const x = tf.tensor2d(new Float32Array(10_000), [100, 100]);
          tf.matMul(x, x).sum().dataSync();
          tf.concat([tf.tensor1d([long, "short"]), tf.tensor1d([long])]).dataSync();
          tf.tensor1d([long]).clone().reshape([1, 1]).dataSync();
        });
      for (let i = 0; i < 500; i++) step();
      const tensors = binding.getNumOfTensors();
      const before = process.memoryUsage().rss;
      for (let i = 0; i < 2_000; i++) step();
      expect(binding.getNumOfTensors()).toBe(tensors);
      // Leaking one input would be 80 MB, one string 8 MB a copy.
      expect(process.memoryUsage().rss - before).toBeLessThan(40e6);
    });

    it("is told truly", () => {
      const before = tf.memory();
      const x = tf.ones([10, 10]).add(1);
      expect(tf.memory()).toMatchObject({ unreliable: false, numTensors: before.numTensors + 2 });
      x.dispose();
    });

    it("keeps a string tensor whole when a tensor that shares its memory goes", () => {
      tf.tidy(() => {
        const words = tf.tensor1d([
          "a string that doesn't fit into 22 bytes",
          "another one that doesn't fit at all",
        ]);
        const made = tf.concat([words, words]);
        const shared = made.reshape([2, 2]);
        shared.dataSync();
        shared.dispose();
        expect(made.dataSync<"string">()[3]).toBe("another one that doesn't fit at all");
      });
    });
  });

  describe("errors", () => {
    it("name the op, the inputs' types and shapes, and carry TensorFlow's message", () => {
      const ids = [
        binding.createTensor([2, 3], 1, new Float32Array(6)),
        binding.createTensor([2, 3], 1, new Float32Array(6)),
      ];
      const attributes = [{ name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }];
      expect(() => binding.executeOp("MatMul", attributes, ids, 1)).toThrow(EngineError);
      expect(() => binding.executeOp("MatMul", attributes, ids, 1)).toThrow(
        "MatMul: expected inputs that TensorFlow can work on, got float32 [2,3], float32 [2,3]. TensorFlow: Matrix size-incompatible: In[0]: [2,3], In[1]: [2,3]",
      );
      for (const id of ids) binding.deleteTensor(id);
    });

    it("name an op that doesn't exist, a disposed tensor, values that don't fit", () => {
      expect(() => binding.executeOp("NoSuchOp", [], [], 1)).toThrow(/NoSuchOp/);
      expect(() => binding.executeOp("Neg", [], [-7], 1)).toThrow(/expected a live tensor, got tensor -7/);
      expect(() => binding.deleteTensor(-7)).toThrow(/disposed/);
      expect(() => binding.createTensor([2, 2], 1, new Float32Array(3))).toThrow(ShapeError);
      expect(() => binding.createTensor([2, 2], 1, new Float32Array(3))).toThrow(
        "tf.tensor: expected 4 values for float32 [2,2], got 3.",
      );
      expect(() => binding.createTensor([1], 1, new Int32Array(1))).toThrow(/float32 tensor, got Int32Array/);
    });

    it("leave no tensor behind", () => {
      const before = binding.getNumOfTensors();
      expect(() => binding.executeOp("MatMul", [], [-1], 1)).toThrow(EngineError);
      expect(binding.getNumOfTensors()).toBe(before);
    });
  });

  it("tells its recorder everything", () => {
    const seen: string[] = [];
    binding.recorder = {
      created: (_, dtype, shape) => seen.push(`created ${dtype} [${shape.join()}]`),
      executed: (op, _, inputs, outputs) => seen.push(`${op} ${inputs.length} → ${outputs.length}`),
      read: () => seen.push("read"),
      deleted: () => seen.push("deleted"),
    };
    try {
      const x = tf.tensor1d([1, 2]);
      const y = tf.square(x);
      y.dataSync();
      tf.dispose([x, y]);
    } finally {
      binding.recorder = undefined;
    }
    expect(seen).toEqual(["created 1 [2]", "Square 1 → 1", "read", "deleted", "deleted"]);
  });
});
