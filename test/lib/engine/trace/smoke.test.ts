import { expect, it } from "vitest";
import { tf, engine } from "../../../../lib/engine/index.ts";
import { trace } from "../../../../lib/engine/trace/index.ts";
import type { Tensor } from "@tensorflow/tfjs";

it("runs", async () => {
  console.log(await engine.ready());
  const run = (mode: "graph" | "eager") => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 8, activation: "relu", inputShape: [4], kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }) }), tf.layers.dropout({ rate: 0.5 }), tf.layers.dense({ units: 1, kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }) })] });
    const x = tf.randomNormal([16, 4], 0, 1, "float32", 3);
    const y = tf.randomNormal([16, 1], 0, 1, "float32", 4);
    const optimizer = tf.train.adam(0.01);
    const step = trace((x: Tensor, y: Tensor) => {
      const { value, grads } = tf.variableGrads(() => tf.losses.meanSquaredError(y, model.apply(x, { training: true }) as Tensor) as tf.Scalar);
      optimizer.applyGradients(grads);
      return value;
    }, { mode });
    const losses: number[] = [];
    for (let i = 0; i < 20; i++) {
      const loss = step(x, y);
      losses.push(loss.dataSync()[0]!);
      loss.dispose();
      if (i === 9) (optimizer as unknown as { learningRate: number }).learningRate = 0.1;
    }
    console.log(step.info, tf.memory().numTensors);
    step.dispose();
    return losses;
  };
  const a = run("graph");
  const b = run("eager");
  console.log(a, b);
  expect(Math.max(...a.map((v, i) => Math.abs(v - b[i]!)))).toBeLessThan(1e-5);
});
