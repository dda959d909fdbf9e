import { tf } from "../engine/index.ts";
import type { Loss } from "../models/index.ts";
import type { Feed } from "./Feed.ts";
import { traced } from "./traced.ts";

/** A model measured on a whole dataset. */
export interface Measurement {
  loss: number;
  /** Examples whose largest logit is that of their class; 0 in regression. */
  correct: number;
  count: number;
}

/** Measures a model on whole datasets, in inference mode, with one recorded function for all of them. */
export class Meter {
  readonly #feed: Feed;
  readonly #step: ReturnType<typeof traced>;
  readonly #batchSize: number;

  constructor(model: tf.LayersModel, feed: Feed, loss: Loss, { batchSize = 500 } = {}) {
    this.#feed = feed;
    this.#batchSize = batchSize;
    this.#step = traced((given) =>
      tf.tidy(() => {
        const { inputs, targets } = feed.batch(given);
        const outputs = model.apply(inputs, { training: false }) as tf.Tensor;
        const correct =
          feed.dataset.task === "classification"
            ? tf.sum(tf.cast(tf.equal(tf.argMax(outputs, -1), tf.cast(targets, "int32")), "float32"))
            : tf.scalar(0);
        return tf.stack([tf.sum(loss.perExample(outputs, targets)), correct]);
      }),
    );
  }

  /** Mean loss and number of right answers over every example. `stopped` is asked between batches.
   *  @returns undefined when it was stopped */
  measure(stopped: () => boolean = () => false): Measurement | undefined {
    const { size } = this.#feed.dataset;
    const sums: tf.Tensor[] = [];
    let values: ArrayLike<number>;
    try {
      for (let from = 0; from < size; from += this.#batchSize) {
        if (stopped()) return undefined;
        const rows = Int32Array.from({ length: Math.min(this.#batchSize, size - from) }, (_, i) => from + i);
        const given = this.#feed.arguments(rows);
        try {
          sums.push(this.#step.run(given));
        } finally {
          this.#feed.release(given);
        }
      }
      values = tf.tidy(() => tf.concat(sums, 0).dataSync());
    } finally {
      tf.dispose(sums);
    }
    let loss = 0;
    let correct = 0;
    for (let i = 0; i < values.length; i += 2) {
      loss += values[i]!;
      correct += values[i + 1]!;
    }
    return { loss: loss / size, correct, count: size };
  }

  dispose(): void {
    this.#step.dispose();
  }
}
