import type { Dataset } from "../data/index.ts";
import { cooperate } from "../display/index.ts";
import type { tf } from "../engine/index.ts";
import { lossOf } from "../models/index.ts";
import { Random } from "../random/index.ts";
import { adam, Feed, Trainer } from "../train/index.ts";
import { breathe } from "../work/index.ts";

export interface ShortTraining {
  /** Loss of each step, before its update. */
  losses: number[];
  /** Whether it was stopped by the user. */
  interrupted: boolean;
}

/** A few updates by Adam, without display, for a check. Batches are drawn in a seeded order, pass after pass.
 *  @param options.enough  asked about the newest loss every few steps; true ends it */
export async function shortTraining(
  where: string,
  model: tf.LayersModel,
  dataset: Dataset,
  {
    steps,
    batchSize,
    learningRate,
    seed,
    enough = () => false,
  }: {
    steps: number;
    batchSize: number;
    learningRate: number;
    seed: number;
    enough?: (loss: number) => boolean;
  },
): Promise<ShortTraining> {
  const loss = lossOf(model, dataset.task);
  const feed = new Feed(where, dataset);
  const trainer = new Trainer(model, feed, adam(), loss, { seed });
  const random = new Random(seed).fork("shuffle");
  const section = cooperate();
  const losses: number[] = [];
  let breathed = performance.now();
  try {
    let order = random.permutation(dataset.size);
    let from = 0;
    for (let step = 0; step < steps; step++) {
      if (from + batchSize > dataset.size) {
        order = random.permutation(dataset.size);
        from = 0;
      }
      trainer.step(Int32Array.from(order.subarray(from, from + batchSize)), learningRate);
      from += batchSize;
      if (trainer.pending >= 10) losses.push(...trainer.drain().map(({ loss }) => loss));
      const newest = losses.at(-1);
      if (newest !== undefined && (!Number.isFinite(newest) || enough(newest))) break;
      if (performance.now() - breathed > 50) {
        await breathe();
        breathed = performance.now();
      }
      if (section.interrupted) break;
    }
    losses.push(...trainer.drain().map(({ loss }) => loss));
    return { losses, interrupted: section.interrupted };
  } finally {
    section.end();
    trainer.dispose();
    feed.dispose();
  }
}
