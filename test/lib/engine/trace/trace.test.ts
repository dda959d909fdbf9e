import type { Tensor } from "@tensorflow/tfjs";
import { afterEach, describe, expect, it } from "vitest";
import { currentBinding, engine, tf } from "../../../../lib/engine/index.ts";
import type { Traced, TraceOptions } from "../../../../lib/engine/index.ts";
import { losses, trainingStep } from "./trainingStep.ts";

const native = engine.info().name === "tensorflow";
const made: { dispose(): void }[] = [];
const reasons: string[] = [];

/** `engine.trace`, freed after the test. */
function trace<A extends unknown[], R>(step: (...args: A) => R, options: TraceOptions = {}): Traced<A, R> {
  const traced = engine.trace(step, { onFallback: (reason) => reasons.push(reason), ...options });
  made.push(traced);
  return traced;
}

function valuesOf(tensor: Tensor): number[] {
  const values = Array.from(tensor.dataSync());
  tensor.dispose();
  return values;
}

/** What `calls` calls give, each with a fresh scalar 1, 2, 3, … */
function callOn(step: (x: Tensor) => Tensor, calls: number): number[][] {
  return Array.from({ length: calls }, (_, i) => {
    const x = tf.scalar(i + 1);
    const result = valuesOf(step(x));
    x.dispose();
    return result;
  });
}

afterEach(() => {
  for (const traced of made.splice(0)) traced.dispose();
  reasons.length = 0;
});

describe("engine.trace on any engine", () => {
  it("gives what the step gives, in the structure the step gives it", () => {
    const step = trace(({ x, scale }: { x: Tensor; scale: number }) => ({
      doubled: tf.mul(x, 2),
      list: [tf.add(x, 1), "text", scale] as const,
      none: null,
    }));
    const x = tf.tensor1d([1, 2]);
    for (let call = 0; call < 5; call++) {
      const { doubled, list, none } = step({ x, scale: 3 });
      expect(valuesOf(doubled)).toEqual([2, 4]);
      expect(valuesOf(list[0])).toEqual([2, 3]);
      expect(list.slice(1)).toEqual(["text", 3]);
      expect(none).toBeNull();
    }
    x.dispose();
  });

  it("applies each update once, recorded or not", () => {
    const counter = tf.variable(tf.scalar(0));
    const step = trace(() => counter.assign(tf.add(counter, 1)));
    for (let call = 1; call <= 8; call++) {
      step();
      expect(counter.dataSync()[0]).toBe(call);
    }
    counter.dispose();
  });

  it("leaves no tensor but the results", () => {
    const step = trace((x: Tensor) => tf.add(tf.mul(x, x), 1));
    const x = tf.tensor1d([1, 2]);
    const before = tf.memory().numTensors;
    for (let call = 0; call < 6; call++) {
      const result = step(x);
      expect(tf.memory().numTensors).toBe(before + 1);
      result.dispose();
    }
    x.dispose();
  });

  it("gives away copies of arguments and variables that the step returns", () => {
    const variable = tf.variable(tf.scalar(7));
    const x = tf.scalar(1);
    const step = trace((x: Tensor) => [x, variable] as Tensor[]);
    for (let call = 0; call < 5; call++) tf.dispose(step(x));
    expect(x.dataSync()[0]).toBe(1);
    expect(variable.dataSync()[0]).toBe(7);
    tf.dispose([x, variable]);
  });

  it("draws new random numbers at every step, the same for the same seed, others for another", () => {
    const ones = tf.ones([20]);
    const masks = (seed: number) => {
      const step = trace((x: Tensor) => tf.dropout(x, 0.5), { seed });
      return Array.from({ length: 6 }, () => valuesOf(step(ones)).join(""));
    };
    const first = masks(1);
    expect(new Set(first).size).toBe(6);
    expect(masks(1)).toEqual(first);
    expect(masks(2)).not.toEqual(first);
    ones.dispose();
  });

  it("goes on with the random numbers of the step it is set to", () => {
    const draw = (first: number, count: number) => {
      const step = trace(() => tf.randomNormal([3]));
      step.step = first;
      return Array.from({ length: count }, () => valuesOf(step()));
    };
    expect(draw(5, 3)).toEqual(draw(0, 8).slice(5));
  });

  it("calls an input's function at each step", () => {
    let rate = 0;
    const step = trace((x: Tensor) =>
      tf.mul(
        x,
        engine.input(() => rate),
      ),
    );
    for (rate = 1; rate < 8; rate++) expect(callOn(step, 1)[0]).toEqual([rate]);
  });

  it("says what a step must be", () => {
    expect(() => engine.trace(async () => {})).toThrow(
      "engine.trace: expected a function that isn't async, got an async function.",
    );
    expect(() => engine.trace(() => {}, { sed: 1 } as never)).toThrow('Did you mean "seed"?');
    expect(() => trace(() => Promise.resolve(1))()).toThrow("got a promise");
    expect(() => trace((given: unknown) => [given].length)(new Date())).toThrow("got a Date");
    const disposed = engine.trace(() => {});
    disposed.dispose();
    expect(disposed).toThrow("got one that was disposed");
  });

  it("throws what the step throws, and goes on", () => {
    const step = trace((x: Tensor) => tf.matMul(x as never, x as never));
    const wrong = tf.zeros([2, 3]);
    const right = tf.ones([2, 2]);
    for (let call = 0; call < 4; call++) {
      expect(() => step(wrong)).toThrow(/matmul/i);
      expect(valuesOf(step(right))).toEqual([2, 2, 2, 2]);
    }
    tf.dispose([wrong, right]);
  });
});

describe.skipIf(!native)("engine.trace on TensorFlow", () => {
  it("runs as a graph once two recordings agree", () => {
    const step = trace((x: Tensor) => tf.add(tf.mul(x, x), 1));
    expect(callOn(step, 6)).toEqual([[2], [5], [10], [17], [26], [37]]);
    expect(step.info).toMatchObject({
      mode: "graph",
      traces: 1,
      graphSteps: 4,
      steps: 6,
      ops: 2,
      constants: 1,
    });
  });

  it("records other shapes and plain values of their own, at once, and frees those beyond eight", () => {
    const functions = () => currentBinding()!.getNumOfTensors();
    const step = trace((x: Tensor, power: number) => tf.sum(tf.pow(x, power)));
    const before = functions();
    for (let size = 1; size <= 12; size++) {
      for (let call = 0; call < 4; call++) {
        const x = tf.tensor1d(Float32Array.from({ length: size }, () => 2));
        expect(valuesOf(step(x, 3))).toEqual([8 * size]);
        x.dispose();
      }
    }
    expect(step.info.traces).toBe(12);
    step.dispose();
    expect(functions()).toBe(before);
  });

  it("tells one tensor given twice from two tensors", () => {
    const step = trace((a: Tensor, b: Tensor) => tf.sub(a, b));
    const x = tf.scalar(5);
    const y = tf.scalar(3);
    for (let call = 0; call < 4; call++) expect(valuesOf(step(x, x))).toEqual([0]);
    for (let call = 0; call < 4; call++) expect(valuesOf(step(x, y))).toEqual([2]);
    tf.dispose([x, y]);
  });

  it("tells variables that share their data apart", () => {
    const online = tf.variable(tf.scalar(1));
    const target = tf.variable(tf.scalar(0));
    target.assign(online);
    const snapshot = online.clone();
    const step = trace(() => {
      online.assign(tf.add(online, 1));
      return tf.stack([online, target, snapshot]);
    });
    for (let call = 1; call <= 6; call++) expect(valuesOf(step())).toEqual([call + 1, 1, 1]);
    tf.dispose([online, target, snapshot]);
  });

  it("keeps a captured tensor's value, and records anew when the tensor is gone", () => {
    let offset = tf.tensor1d([1, 2, 3]);
    const step = trace((x: Tensor) => tf.add(x, offset));
    expect(callOn(step, 4).at(-1)).toEqual([5, 6, 7]);
    expect(step.info.traces).toBe(1);
    offset.dispose();
    offset = tf.tensor1d([10, 20, 30]);
    expect(callOn(step, 3).at(-1)).toEqual([13, 23, 33]);
    expect(step.info.traces).toBe(2);
    offset.dispose();
  });

  it("keeps constants of every kind: large, uniform, strings, int32, bool", () => {
    const ramp = Float32Array.from({ length: 5000 }, (_, i) => i);
    const step = trace((x: Tensor) => ({
      large: tf.sum(tf.mul(tf.tensor1d(ramp), x)),
      uniform: tf.sum(tf.mul(tf.ones([5000]), x)),
      chosen: tf.where(tf.tensor1d([true, false], "bool"), tf.tensor1d([1, 2]), tf.mul(x, [3, 4])),
      rows: tf.gather(tf.tensor1d([5, 6, 7]), tf.tensor1d([2, 0], "int32")),
      word: tf.concat([tf.tensor1d(["a"]), tf.tensor1d(["a rather long word, kept outside"])]),
    }));
    for (let call = 0; call < 5; call++) {
      const x = tf.scalar(2);
      const { large, uniform, chosen, rows, word } = step(x);
      expect(valuesOf(large)).toEqual([5000 * 4999]);
      expect(valuesOf(uniform)).toEqual([10_000]);
      expect(valuesOf(chosen)).toEqual([1, 8]);
      expect(valuesOf(rows)).toEqual([7, 5]);
      expect(word.dataSync()).toEqual(["a", "a rather long word, kept outside"]);
      tf.dispose([x, word]);
    }
    expect(step.info).toMatchObject({ mode: "graph", traces: 1 });
  });

  it("groups list inputs as TensorFlow defines the ops", () => {
    const a = tf.tensor2d([
      [1, 2],
      [3, 4],
    ]);
    const step = trace((x: Tensor) => [
      tf.addN([a, x, a]),
      tf.stack([a, x]),
      tf.concat([a, x], 1),
      tf.einsum("ij,jk->ik", a, x as never),
      ...tf.split(x, 2, 1),
      ...tf.unstack(x),
    ]);
    const x = tf.tensor2d([
      [1, 0],
      [0, 1],
    ]);
    const eager = step(x).map(valuesOf);
    for (let call = 0; call < 4; call++) expect(step(x).map(valuesOf)).toEqual(eager);
    expect(step.info).toMatchObject({ mode: "graph", traces: 1 });
    tf.dispose([a, x]);
  });

  it("records anew when a variable's trainable changes, or what dependsOn names", () => {
    const weight = tf.variable(tf.scalar(1));
    let scale = 2;
    const step = trace(() => tf.mul(weight, weight.trainable ? scale : -scale), { dependsOn: () => [scale] });
    for (let call = 0; call < 4; call++) expect(valuesOf(step())).toEqual([2]);
    weight.trainable = false;
    for (let call = 0; call < 4; call++) expect(valuesOf(step())).toEqual([-2]);
    scale = 3;
    for (let call = 0; call < 4; call++) expect(valuesOf(step())).toEqual([-3]);
    expect(step.info).toMatchObject({ mode: "graph", traces: 3 });
    weight.dispose();
  });

  it("records anew when a setting of the optimizer changes", () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
    const optimizer = tf.train.adam(0.01);
    const step = trainingStep(model, optimizer);
    made.push(step);
    const [x, y] = [tf.ones([4, 2]), tf.zeros([4, 1])];
    losses(step, x, y, 5);
    (optimizer as unknown as { beta1: number }).beta1 = 0.5;
    losses(step, x, y, 5);
    expect(step.info).toMatchObject({ mode: "graph", traces: 2 });
    tf.dispose([x, y]);
  });

  it.each<[string, (x: Tensor) => Tensor, string]>([
    ["data are read", (x) => tf.mul(x, x.dataSync()[0]!), "it reads its argument"],
    [
      "a result is read",
      (x) => (tf.sum(x).dataSync()[0]! > 2 ? x.clone() : tf.neg(x)),
      "it reads the result of Sum",
    ],
    ["Math.random is called", (x) => tf.mul(x, Math.round(Math.random() / 2)), "it calls Math.random"],
    [
      "a shape depends on data",
      (x) => tf.unique(x.reshape([1])).values,
      "the shape of what UniqueV2 gives depends on the data",
    ],
  ])("goes on op by op, and says why, when %s", (_, body, reason) => {
    const step = trace(body);
    const plain = callOn(body, 5);
    expect(callOn(step, 5)).toEqual(plain);
    expect(step.info.mode).toBe("eager");
    expect(step.info.reason).toContain(reason);
    expect(reasons).toEqual([step.info.reason]);
  });

  it("goes on op by op when JavaScript values change from call to call", () => {
    let count = 0;
    const step = trace((x: Tensor) => tf.add(x, ++count));
    expect(callOn(step, 8).flat()).toEqual([2, 4, 6, 8, 10, 12, 14, 16]);
    expect(step.info.reason).toContain("a JavaScript value that Add uses changed from 4 to 5");
    expect(reasons).toHaveLength(1);
  });

  it("is differentiated by tf.grad, and is part of another traced step", () => {
    const inner = trace((x: Tensor) => tf.square(x));
    const outer = trace((x: Tensor) => tf.add(inner(x), 1));
    callOn(inner, 4);
    const gradient = tf.grad((x) => inner(x))(tf.scalar(3));
    expect(valuesOf(gradient)).toEqual([6]);
    expect(callOn(outer, 6).flat()).toEqual([2, 5, 10, 17, 26, 37]);
    expect(outer.info).toMatchObject({ mode: "graph", ops: 2 });
  });

  it("changes no variable when the function fails", () => {
    const table = tf.variable(tf.ones([3, 2]));
    const seen = tf.variable(tf.scalar(0));
    const step = trace((ids: Tensor) => {
      seen.assign(tf.add(seen, 1));
      return tf.gather(table, ids);
    });
    const inside = tf.tensor1d([0, 2], "int32");
    const outside = tf.tensor1d([0, 3], "int32");
    for (let call = 0; call < 4; call++) step(inside).dispose();
    expect(step.info.graphSteps).toBe(2);
    expect(() => step(outside)).toThrow("indices[1] = 3 is not in [0, 3)");
    expect(seen.dataSync()[0]).toBe(4);
    tf.dispose([table, seen, inside, outside]);
  });

  it("compiles with XLA, and goes on without where XLA can't", () => {
    const fast = trace((x: Tensor) => tf.add(tf.mul(x, x), 1), { xla: true });
    expect(callOn(fast, 5).flat()).toEqual([2, 5, 10, 17, 26]);
    expect(fast.info).toMatchObject({ mode: "graph", xla: true, graphSteps: 3 });
    const strings = trace((x: Tensor) => tf.concat([x, tf.tensor1d(["b"])]), { xla: true });
    const x = tf.tensor1d(["a"]);
    for (let call = 0; call < 4; call++) {
      const word = strings(x);
      expect(word.dataSync()).toEqual(["a", "b"]);
      word.dispose();
    }
    expect(strings.info).toMatchObject({ mode: "graph", xla: false });
    expect(strings.info.reason).toContain("XLA can't compile it");
    x.dispose();
  });

  it("keeps tensors and native tensors flat over 1,000 steps", () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 8, inputShape: [4], activation: "relu" }),
        tf.layers.batchNormalization(),
        tf.layers.dropout({ rate: 0.5 }),
        tf.layers.dense({ units: 1 }),
      ],
    });
    const step = trainingStep(model, tf.train.adam(0.01));
    made.push(step);
    const [x, y] = [tf.ones([16, 4]), tf.ones([16, 1])];
    losses(step, x, y, 5);
    const counts = () => [tf.memory().numTensors, tf.memory().numBytes, currentBinding()!.getNumOfTensors()];
    const before = counts();
    losses(step, x, y, 1000);
    expect(counts()).toEqual(before);
    expect(step.info.graphSteps).toBeGreaterThan(1000);
    tf.dispose([x, y]);
  });

  it("gives back the memory of 100 steps traced and disposed", () => {
    const [x, y] = [tf.ones([16, 64]), tf.ones([16, 1])];
    const cycle = (): void => {
      const model = tf.sequential({
        layers: [tf.layers.dense({ units: 256, inputShape: [64] }), tf.layers.dense({ units: 1 })],
      });
      const optimizer = tf.train.adam(0.01);
      const step = trainingStep(model, optimizer);
      losses(step, x, y, 5);
      expect(step.info.graphSteps).toBe(2);
      step.dispose();
      model.dispose();
      optimizer.dispose();
    };
    const counts = () => [tf.memory().numTensors, currentBinding()!.getNumOfTensors()];
    for (let i = 0; i < 10; i++) cycle();
    const before = counts();
    const resident = process.memoryUsage.rss();
    for (let i = 0; i < 100; i++) cycle();
    expect(counts()).toEqual(before);
    // A function of this size that stayed would take some 1 MB; JavaScript's heap may grow by some tens.
    expect(process.memoryUsage.rss() - resident).toBeLessThan(90e6);
    tf.dispose([x, y]);
  });
});
