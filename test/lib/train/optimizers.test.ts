import { describe, expect, it } from "vitest";

import { tf } from "../../../lib/engine/index.ts";
import { adam, sgd, tfOptimizer } from "../../../lib/train/index.ts";
import type { Optimizer } from "../../../lib/train/index.ts";

/** Five steps on Σ (weight · [1, 2, 0.5])² from [1, −2, 3]. */
function track(optimizer: Optimizer, learningRate: number): number[] {
  const weight = tf.variable(tf.tensor1d([1, -2, 3]));
  for (let step = 1; step <= 5; step++) {
    tf.tidy(() => {
      const { grads } = tf.variableGrads(() =>
        tf.sum(tf.square(tf.mul(weight, tf.tensor1d([1, 2, 0.5])))).asScalar(),
      );
      const scalars = optimizer.scalars(step, learningRate).map((value) => tf.scalar(value));
      optimizer.update([weight], [grads[weight.name]], scalars);
    });
  }
  const values = Array.from(weight.dataSync());
  weight.dispose();
  optimizer.dispose();
  return values;
}

// From test/oracle/trainLosses.py (PyTorch 2).
const expected: [string, () => Optimizer, number, number[]][] = [
  ["adam", () => adam(), 0.1, [0.5079637, -1.5029558, 2.5017796]],
  ["sgd", () => sgd(), 0.05, [0.59049, -0.15552, 2.6432869]],
  ["momentum", () => sgd({ momentum: 0.9 }), 0.05, [-0.02916, 1.4579999, 2.0711358]],
  ["nesterov", () => sgd({ momentum: 0.9, nesterov: true }), 0.05, [-0.1045817, 0.3302715, 1.8609464]],
];

describe("optimisers", () => {
  it.each(expected)("%s steps as PyTorch's does", (_name, make, learningRate, values) => {
    track(make(), learningRate).forEach((value, i) => expect(value).toBeCloseTo(values[i]!, 5));
  });

  it("leave a weight without gradient as it is, and free their state", () => {
    for (const make of [() => adam(), () => sgd({ momentum: 0.9 })]) {
      const optimizer = make();
      const [used, unused] = [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(2))];
      const before = tf.memory().numTensors;
      tf.tidy(() =>
        optimizer.update(
          [used, unused],
          [tf.scalar(1), undefined],
          optimizer.scalars(1, 0.1).map((value) => tf.scalar(value)),
        ),
      );
      expect(unused.dataSync()[0]).toBe(2);
      expect(used.dataSync()[0]).toBeLessThan(1);
      optimizer.dispose();
      expect(tf.memory().numTensors).toBe(before);
      tf.dispose([used, unused]);
    }
  });

  it("of tf.js step as they do on their own", () => {
    const values = track(tfOptimizer(tf.train.sgd(0.05)), 123);
    [0.59049, -0.15552, 2.6432869].forEach((value, i) => expect(values[i]).toBeCloseTo(value, 5));
  });
});
