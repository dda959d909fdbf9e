import type { Dataset } from "../data/index.ts";
import type { tf } from "../engine/index.ts";
import type { Loss } from "../models/index.ts";
import { Feed, Meter } from "../train/index.ts";

/** Mean loss of a model on a dataset, in inference mode. Frees what it makes.
 *  @throws {DataError} for inputs that are not finite */
export function measureLoss(where: string, model: tf.LayersModel, dataset: Dataset, loss: Loss): number {
  const feed = new Feed(where, dataset);
  const meter = new Meter(model, feed, loss);
  try {
    return meter.measure()!.loss;
  } finally {
    meter.dispose();
    feed.dispose();
  }
}
