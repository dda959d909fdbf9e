import { describe, expect, it } from "vitest";
import { currentBinding, engine } from "../../../../lib/engine/index.ts";
import {
  normalValues,
  philox,
  truncatedNormalValues,
  uniformValues,
} from "../../../../lib/engine/trace/philox.ts";

describe("philox", () => {
  // Known answers of the Random123 library, kat_vectors: philox4x32 10.
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])("of counter %j and key %j is %j", (counter, key, expected) => {
    const block = new Uint32Array(4);
    philox(Uint32Array.from(counter), Uint32Array.from(key), block);
    expect([...block]).toEqual(expected);
  });
});

describe("random values", () => {
  it("have the moments of their distribution", () => {
    const moments = (values: Float32Array) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
    };
    // 100,000 draws: standard errors of the means 0.0009 and 0.003.
    expect(moments(uniformValues([1, 2], 1e5)).mean).toBeCloseTo(0.5, 2);
    expect(moments(uniformValues([1, 2], 1e5)).variance).toBeCloseTo(1 / 12, 2);
    expect(Math.abs(moments(normalValues([1, 2], 1e5)).mean)).toBeLessThan(0.015);
    expect(moments(normalValues([1, 2], 1e5)).variance).toBeCloseTo(1, 1);
    const truncated = truncatedNormalValues([1, 2], 1e5);
    expect(truncated.every((value) => Math.abs(value) <= 2)).toBe(true);
    // Variance of a standard normal cut at ±2: 1 − 4φ(2) / (2Φ(2) − 1).
    expect(moments(truncated).variance).toBeCloseTo(0.774, 1);
  });

  it("are none when none are asked for", () => {
    expect(uniformValues([1, 2], 0)).toEqual(new Float32Array(0));
    expect(truncatedNormalValues([1, 2], 0)).toEqual(new Float32Array(0));
  });

  it.skipIf(engine.info().name !== "tensorflow")("are those of TensorFlow's stateless ops", () => {
    const binding = currentBinding()!;
    const draw = (op: string, seeds: [number, number], count: number): Float32Array => {
      const ids = [
        binding.createTensor([1], binding.TF_INT32, Int32Array.of(count)),
        binding.createTensor([2], binding.TF_INT32, Int32Array.from(seeds)),
      ];
      const attributes = Object.entries({ dtype: 1, T: 3, Tseed: 3 }).map(([name, value]) => ({
        name,
        type: 4,
        value,
      }));
      const [{ id } = { id: -1 }] = binding.executeOp(op, attributes, ids, 1);
      const values = binding.tensorDataSync(id) as Float32Array;
      for (const used of [...ids, id]) binding.deleteTensor(used);
      return values;
    };
    for (const seeds of [
      [0, 0],
      [7, 3],
      [2147483647, 123456],
    ] as [number, number][]) {
      expect(uniformValues(seeds, 1001)).toEqual(draw("StatelessRandomUniform", seeds, 1001));
      const ours = normalValues(seeds, 1001);
      // TensorFlow takes sine, cosine and logarithm in float32.
      for (const [i, value] of draw("StatelessRandomNormal", seeds, 1001).entries())
        expect(ours[i]).toBeCloseTo(value, 5);
    }
  });
});
