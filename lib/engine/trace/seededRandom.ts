import type { Tensor, TensorLike } from "@tensorflow/tfjs";
import { currentStep } from "./StepContext.ts";
import type { Distribution, RandomDraws } from "./RandomDraws.ts";
import { core, tf } from "./tfjs.ts";

type Seed = number | string | null | undefined;
type Shape = readonly number[];

/** tf.js draws random numbers in JavaScript, where they become constants: a recorded step would repeat its first dropout
 *  mask for ever, and a seeded dropout layer does so even op by op. Within a traced step (recorded, run op by op, on any
 *  backend) these functions therefore draw from the step's own random numbers. Elsewhere they are tf.js' own. */
function install(): void {
  replace(
    "randomUniform",
    (random) =>
      (shape: Shape, min = 0, max = 1, dtype: string | undefined = "float32", seed?: Seed) =>
        scaled(random, "uniform", shape, min, max - min, dtype, seed),
  );
  replace(
    "randomUniformInt",
    (random) => (shape: Shape, min: number, max: number, seed?: Seed) =>
      scaled(random, "uniform", shape, min, max - min, "int32", seed),
  );
  replace(
    "randomNormal",
    (random) =>
      (shape: Shape, mean = 0, deviation = 1, dtype: string | undefined = "float32", seed?: Seed) =>
        scaled(random, "normal", shape, mean, deviation, dtype, seed),
  );
  replace(
    "randomStandardNormal",
    (random) =>
      (shape: Shape, dtype: string | undefined = "float32", seed?: Seed) =>
        scaled(random, "normal", shape, 0, 1, dtype, seed),
  );
  replace(
    "truncatedNormal",
    (random) =>
      (shape: Shape, mean = 0, deviation = 1, dtype: string | undefined = "float32", seed?: Seed) =>
        scaled(random, "truncatedNormal", shape, mean, deviation, dtype, seed),
  );
  replace(
    "dropout",
    (random) => (x: Tensor | TensorLike, rate: number, noiseShape?: Shape | null, seed?: Seed) =>
      dropout(random, x, rate, noiseShape, seed),
  );
  replace(
    "multinomial",
    (random) =>
      (logits: Tensor | TensorLike, samples: number, seed?: Seed, normalized = false) =>
        multinomial(random, logits, samples, seed, normalized),
  );
}

/** Puts a seeded form of a function of tfjs-core in its place. A form gives `undefined` where it has no answer. */
function replace(
  name: string,
  seeded: (random: RandomDraws) => (...given: never[]) => Tensor | undefined,
): void {
  const exported = core as unknown as Record<string, (...given: never[]) => Tensor>;
  const original = exported[name]!;
  const replacement = (...given: never[]): Tensor => {
    const step = currentStep();
    return (step && seeded(step.random)(...given)) ?? original(...given);
  };
  exported[name] = Object.defineProperty(replacement, "name", { value: name });
}

function scaled(
  random: RandomDraws,
  distribution: Distribution,
  shape: Shape,
  offset: number,
  scale: number,
  dtype: string | null | undefined,
  seed: Seed,
): Tensor | undefined {
  if (dtype && dtype !== "float32" && dtype !== "int32") return undefined;
  return tf.tidy(() => {
    let values = random.draw(distribution, shape, seed);
    if (scale !== 1) values = tf.mul(values, scale);
    if (offset !== 0) values = tf.add(values, offset);
    return dtype === "int32" ? tf.round(values).toInt() : values;
  });
}

/** As in tf.js: each value is kept with probability 1 − rate and then divided by it. */
function dropout(
  random: RandomDraws,
  x: Tensor | TensorLike,
  rate: number,
  noiseShape: Shape | null | undefined,
  seed: Seed,
): Tensor | undefined {
  // tf.js' own has the right answer or error for these.
  if (!(rate > 0 && rate < 1)) return undefined;
  return tf.tidy(() => {
    const values = tf.cast(toTensor(x), "float32");
    const shape =
      noiseShape?.length === values.rank ? noiseShape.map((dim, i) => dim ?? values.shape[i]!) : values.shape;
    const keep = 1 - rate;
    const mask = tf.floor(tf.add(random.draw("uniform", shape, seed), keep));
    return tf.mul(values, tf.div(mask, keep));
  });
}

/** By the Gumbel-max rule: the class of the largest logit + Gumbel noise has the softmax' distribution. */
function multinomial(
  random: RandomDraws,
  logits: Tensor | TensorLike,
  samples: number,
  seed: Seed,
  normalized: boolean,
): Tensor {
  return tf.tidy(() => {
    const scores = normalized ? tf.log(toTensor(logits)) : toTensor(logits);
    const classes = scores.shape.at(-1)!;
    const rows = tf.reshape(scores, [-1, 1, classes]);
    const uniform = tf.maximum(random.draw("uniform", [rows.shape[0], samples, classes], seed), 1e-20);
    const picked = tf.argMax(tf.sub(rows, tf.log(tf.neg(tf.log(uniform)))), -1);
    return scores.rank === 1 ? tf.reshape(picked, [samples]) : picked;
  });
}

function toTensor(given: Tensor | TensorLike): Tensor {
  return given instanceof tf.Tensor ? given : tf.tensor(given);
}

install();

/** The functions themselves, for `tf` to export: an ES import of tf.js that came before this module still has the old ones. */
export const {
  dropout: seededDropout,
  multinomial: seededMultinomial,
  randomNormal,
  randomStandardNormal,
  randomUniform,
  randomUniformInt,
  truncatedNormal,
} = core;
