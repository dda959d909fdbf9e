import { tf } from "../engine/index.ts";
import type { Loss } from "../models/index.ts";
import type { Feed } from "./Feed.ts";
import type { Optimizer } from "./optimizers/Optimizer.ts";
import { traced } from "./traced.ts";
import type { TracedStep } from "./traced.ts";
import { releaseTape } from "./releaseTape.ts";

/** What one step measured, before its update. */
export interface StepResult {
  /** From 1. */
  step: number;
  /** Mean loss of the batch, without regularisers. */
  loss: number;
  /** Examples whose largest logit is that of their class; 0 in regression. */
  correct: number;
  examples: number;
}

/** One update after the other on a model. Losses stay on the engine until `drain` reads them all at once: a read per step
 *  would make the engine wait for JavaScript and JavaScript for the engine. */
export class Trainer {
  readonly #model: tf.LayersModel;
  readonly #feed: Feed;
  readonly #optimizer: Optimizer;
  readonly #loss: Loss;
  readonly #step: TracedStep;
  readonly #variables: tf.Variable[];
  #pending: { examples: number; measured: tf.Tensor }[] = [];
  #drained = 0;
  /** Names of the trainable weights that the loss does not depend on; known after the first step. */
  unreached: readonly string[] = [];

  /** @param seed  of dropout and the other random layers */
  constructor(model: tf.LayersModel, feed: Feed, optimizer: Optimizer, loss: Loss, { seed = 0 } = {}) {
    this.#model = model;
    this.#feed = feed;
    this.#optimizer = optimizer;
    this.#loss = loss;
    this.#variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    this.#step = traced((given) => this.#update(given), { seed });
  }

  /** Steps done. */
  get steps(): number {
    return this.#drained + this.#pending.length;
  }

  /** Why the steps run op by op on an engine that could do better. */
  get fallback(): string | undefined {
    return this.#step.fallback;
  }

  /** How many results wait to be read. */
  get pending(): number {
    return this.#pending.length;
  }

  /** One update on these rows of the dataset. */
  step(rows: Int32Array, learningRate: number): void {
    const batch = this.#feed.arguments(rows);
    const scalars = this.#optimizer.scalars(this.steps + 1, learningRate).map((value) => tf.scalar(value));
    try {
      this.#pending.push({ examples: rows.length, measured: this.#step.run([...batch, ...scalars]) });
    } finally {
      this.#feed.release(batch);
      tf.dispose(scalars);
    }
  }

  /** Reads what the steps since the last call measured. */
  drain(): StepResult[] {
    if (this.#pending.length === 0) return [];
    const waiting = this.#pending;
    const measured = waiting.map((entry) => entry.measured);
    const all = tf.tidy(() => tf.concat(measured, 0));
    const values = all.dataSync();
    tf.dispose([all, ...measured]);
    const first = this.#drained + 1;
    this.#pending = [];
    this.#drained += waiting.length;
    return waiting.map(({ examples }, i) => ({
      step: first + i,
      loss: values[2 * i]!,
      correct: values[2 * i + 1]!,
      examples,
    }));
  }

  /** Frees the traced step, the optimiser's state and what was not read. The model keeps its weights. */
  dispose(): void {
    tf.dispose(this.#pending.map(({ measured }) => measured));
    this.#pending = [];
    this.#step.dispose();
    this.#optimizer.dispose();
  }

  /** Forward, backward, update. @returns `[mean loss, correct]`, owned by the caller */
  #update(given: tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const { inputs, targets } = this.#feed.batch(given);
      const scalars = given.slice(this.#feed.argumentCount);
      let measured: tf.Tensor | undefined;
      const forward = (): tf.Scalar => {
        const outputs = this.#model.apply(inputs, { training: true }) as tf.Tensor;
        const loss = this.#loss.mean(outputs, targets);
        measured = tf.keep(tf.stack([loss, this.#correct(outputs, targets)]));
        return this.#model
          .calculateLosses()
          .reduce((sum, penalty) => tf.add(sum, penalty), loss)
          .asScalar();
      };
      try {
        if (this.#variables.length === 0) forward();
        else {
          const { grads } = tf.variableGrads(forward, this.#variables);
          const gradients = this.#variables.map(({ name }) => grads[name]);
          this.unreached = this.#variables.filter((_, i) => !gradients[i]).map(({ name }) => name);
          this.#optimizer.update(this.#variables, gradients, scalars);
        }
        // `keep` took it out of the inner tidies, which end before this one; a copy belongs to the caller.
        return tf.clone(measured!);
      } catch (error) {
        releaseTape();
        throw error;
      } finally {
        measured?.dispose();
      }
    });
  }

  #correct(outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar {
    if (this.#feed.dataset.task !== "classification") return tf.scalar(0);
    return tf.sum(tf.cast(tf.equal(tf.argMax(outputs, -1), tf.cast(targets, "int32")), "float32")).asScalar();
  }
}
