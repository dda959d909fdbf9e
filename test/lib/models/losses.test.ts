import { describe, expect, it } from "vitest";

import { tf } from "../../../lib/engine/index.ts";
import { customLoss, meanSquaredError, softmaxCrossEntropy } from "../../../lib/models/index.ts";
import type { Loss } from "../../../lib/models/index.ts";

// From test/oracle/trainLosses.py (PyTorch 2).
const logits = [
  [2, -1, 0.5],
  [100, 0, -100],
  [0, 0, 0],
  [-3, 50, 50],
];
const labels = [0, 2, 1, 1];

function lossAndGradient(
  loss: Loss,
  outputs: number[][],
  targets: number[],
  dtype: "int32" | "float32" = "int32",
) {
  return tf.tidy(() => {
    const target = tf.tensor1d(targets, dtype);
    const each = loss.perExample(tf.tensor2d(outputs), target);
    const gradient = tf.grad((x) => loss.mean(x, target))(tf.tensor2d(outputs));
    return { each: Array.from(each.dataSync()), gradient: Array.from(gradient.dataSync()) };
  });
}

describe("softmaxCrossEntropy", () => {
  it("is exact where probabilities are 0 or 1 in float32, and so is its gradient", () => {
    const { each, gradient } = lossAndGradient(softmaxCrossEntropy(), logits, labels);
    const expected = [0.2413, 200, Math.log(3), Math.log(2)];
    each.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, i === 1 ? 3 : 4));
    // softmax − target, over the batch of 4: the confident mistake keeps its whole gradient.
    expect(gradient.slice(3, 6)).toEqual([0.25, 0, -0.25]);
    expect(gradient[7]).toBeCloseTo((1 / 3 - 1) / 4, 6);
  });

  it("is −log(1/classes) for equal logits", () => {
    const { each } = lossAndGradient(softmaxCrossEntropy(), [Array.from({ length: 10 }, () => 7)], [3]);
    expect(each[0]).toBeCloseTo(Math.log(10), 6);
  });

  it("does not change when all logits shift", () => {
    const plain = lossAndGradient(softmaxCrossEntropy(), logits.slice(0, 1), [2]);
    const shifted = lossAndGradient(softmaxCrossEntropy(), [logits[0]!.map((x) => x + 1000)], [2]);
    expect(shifted.each[0]).toBeCloseTo(plain.each[0]!, 4);
  });

  it("has the gradient of finite differences, with and without label smoothing", () => {
    for (const labelSmoothing of [0, 0.1]) {
      const loss = softmaxCrossEntropy({ labelSmoothing });
      const point = [[0.3, -0.2, 0.9]];
      const { gradient } = lossAndGradient(loss, point, [2]);
      point[0]!.forEach((_, i) => {
        const moved = (by: number): number[][] => [point[0]!.map((x, j) => (i === j ? x + by : x))];
        const slope =
          (lossAndGradient(loss, moved(0.01), [2]).each[0]! -
            lossAndGradient(loss, moved(-0.01), [2]).each[0]!) /
          0.02;
        expect(gradient[i]).toBeCloseTo(slope, 3);
      });
    }
  });

  it("smooths labels as PyTorch does", () => {
    const { each, gradient } = lossAndGradient(softmaxCrossEntropy({ labelSmoothing: 0.1 }), logits, labels);
    [0.3913113, 190, 1.0986123, 2.4598138].forEach((value, i) => expect(each[i]).toBeCloseTo(value, 4));
    [-0.0369341, 0.0014448, 0.0354893, 0.2416667, -0.0083333, -0.2333333].forEach((value, i) =>
      expect(gradient[i]).toBeCloseTo(value, 5),
    );
  });

  it("spreads label smoothing over all classes", () => {
    // Equal logits cost log 3 whatever the target distribution is; far-off ones cost ε/3 per unit of the logit.
    const smooth = softmaxCrossEntropy({ labelSmoothing: 0.3 });
    expect(lossAndGradient(smooth, [[0, 0, 0]], [1]).each[0]).toBeCloseTo(Math.log(3), 5);
    expect(lossAndGradient(smooth, [[30, 0, 0]], [0]).each[0]).toBeCloseTo(6, 4);
    expect(smooth.name).toContain("0.3");
  });

  it("lets a class be masked out by a logit of −∞", () => {
    const { each, gradient } = lossAndGradient(
      softmaxCrossEntropy(),
      [[0, Number.NEGATIVE_INFINITY, 0]],
      [0],
    );
    expect(each[0]).toBeCloseTo(Math.log(2), 6);
    expect(gradient).toEqual([-0.5, 0, 0.5]);
  });

  it("says which shapes it needs", () => {
    expect(() => lossAndGradient(softmaxCrossEntropy(), [[1, 2]], [0, 1])).toThrow(
      "models.softmaxCrossEntropy: expected logits [batch, classes] and class ids [batch], got logits [1, 2] and labels [2].",
    );
    expect(() => softmaxCrossEntropy({ labelSmoothing: 1 })).toThrow("labelSmoothing from 0");
    expect(() => softmaxCrossEntropy({ smoothing: 0.1 } as never)).toThrow('got "smoothing"');
  });

  it("leaves no tensor behind", () => {
    const before = tf.memory().numTensors;
    lossAndGradient(softmaxCrossEntropy(), logits, labels);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("meanSquaredError", () => {
  it("is the squared difference, and its gradient twice the difference over the batch", () => {
    const { each, gradient } = lossAndGradient(meanSquaredError(), [[1], [4]], [3, 4.5], "float32");
    expect(each).toEqual([4, 0.25]);
    expect(gradient).toEqual([-2, -0.5]);
  });

  it("refuses shapes that would broadcast", () => {
    expect(() => lossAndGradient(meanSquaredError(), [[1, 2]], [3], "float32")).toThrow(
      "models.meanSquaredError: expected outputs [batch, 1] and targets [batch], got outputs [1, 2] and targets [1].",
    );
  });
});

describe("customLoss", () => {
  it("takes a function that gives one loss per example", () => {
    const absolute = customLoss(
      (outputs, targets) => tf.abs(tf.sub(tf.reshape(outputs, [-1]), targets)),
      "L1",
    );
    expect(lossAndGradient(absolute, [[1], [4]], [3, 4.5], "float32").each).toEqual([2, 0.5]);
    expect(absolute.name).toBe("L1");
  });

  it("asks for the losses before the mean", () => {
    const mean = customLoss((outputs) => tf.mean(outputs), "mine");
    expect(() => lossAndGradient(mean, [[1], [4]], [3, 4], "float32")).toThrow(
      "Leave out the mean over the batch",
    );
  });
});
