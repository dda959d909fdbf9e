import type { Tensor } from "@tensorflow/tfjs";
import { input } from "./input.ts";
import { normalValues, truncatedNormalValues, uniformValues } from "./philox.ts";
import type { Distribution, RandomDraws } from "./RandomDraws.ts";
import { tensorFlowBackend, tf } from "./tfjs.ts";

const ops = {
  uniform: "StatelessRandomUniform",
  normal: "StatelessRandomNormal",
  truncatedNormal: "StatelessTruncatedNormal",
} as const satisfies Record<Distribution, string>;

const values = { uniform: uniformValues, normal: normalValues, truncatedNormal: truncatedNormalValues };

/** The random numbers of one step. Each draw has a seed of two numbers: which draw it is (from the trace's seed, the seed
 *  that the layer or call was given, and how many draws came before it in this step) and which step it is. So the numbers
 *  are new at every step, the same in every run, and the same whether the step runs as a graph or op by op. */
export class StepRandom implements RandomDraws {
  readonly #seed: number;
  readonly #step: () => number;
  #draws = 0;

  constructor(seed: number, step: () => number) {
    this.#seed = seed;
    this.#step = step;
  }

  draw(
    distribution: Distribution,
    shape: readonly number[],
    seed: number | string | null | undefined,
  ): Tensor {
    const stream = hash(`${this.#seed}/${seed ?? ""}/${this.#draws++}`);
    const backend = tensorFlowBackend();
    if (!backend) {
      const count = shape.reduce((product, dim) => product * dim, 1);
      return tf.tensor(values[distribution]([stream, this.#step() & 0x7fffffff], count), [...shape]);
    }
    const { binding } = backend;
    return tf.tidy(() => {
      const step = input(() => this.#step() & 0x7fffffff, { dtype: "int32" });
      const attributes = [
        { name: "dtype", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
        { name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
        { name: "Tseed", type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
      ];
      const seeds = tf.stack([tf.scalar(stream, "int32"), step]);
      return backend.executeSingleOutput(ops[distribution], attributes, [
        tf.tensor1d([...shape], "int32"),
        seeds,
      ]);
    });
  }
}

/** 31 bits from a text (FNV-1a). */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  state ^= state >>> 15;
  return Math.imul(state, 0x2c1b3c6d) & 0x7fffffff;
}
