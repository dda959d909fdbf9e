import type { Dataset } from "../data/index.ts";
import { displayable, formatNumber } from "../display/index.ts";
import type { Displayable } from "../display/index.ts";
import { engine, tf } from "../engine/index.ts";
import { checkCount, checkOptions } from "../errors/index.ts";
import { checkTargets, endsInSoftmax, lossOf } from "../models/index.ts";
import type { Baseline } from "../models/index.ts";
import { checkModel, Feed } from "../train/index.ts";
import { traced } from "../train/traced.ts";
import { argMaxRows } from "../stats/index.ts";
import { breathe } from "../work/index.ts";
import { predictorName, predictorOf } from "./Predictor.ts";
import type { Predictor } from "./Predictor.ts";

/** What a predictor says of every example of a dataset. */
export interface Predictions {
  predictor: string;
  dataset: string;
  task: "classification" | "regression";
  count: number;
  /** Predicted class ids (int32) or values (float32) `[count]`. */
  predictions: Int32Array | Float32Array;
  /** Class probabilities, row-major `[count, classes]`; not of every baseline. */
  probabilities?: Float32Array;
  /** Loss of each example `[count]`: −log of the probability of its class, or the squared error. */
  losses?: Float32Array;
}

/** Predicts every example, in batches, in inference mode. A model that ends in logits gives probabilities through a softmax.
 *  @param options.batchSize  default 500   @param options.signal  stops it, with an error
 *  @throws {ShapeError} when model and dataset don't fit   @throws {DataError} for labels outside the classes or inputs
 *  that are not finite */
export async function predict(
  source: Predictor,
  dataset: Dataset,
  options: { batchSize?: number; signal?: AbortSignal } = {},
): Promise<Predictions & Displayable> {
  const where = "evaluate.predict";
  checkOptions(where, options, ["batchSize", "signal"]);
  const { batchSize = 500 } = options;
  checkCount(where, "batchSize", batchSize);
  const predictor = predictorOf(where, source);
  checkTargets(where, dataset);
  options.signal?.throwIfAborted();
  await engine.ready();
  const common = {
    predictor: predictorName(predictor),
    dataset: dataset.name,
    task: dataset.task,
    count: dataset.size,
  };
  const rest =
    "apply" in predictor
      ? await predictWithModel(where, predictor, dataset, batchSize, options.signal)
      : predictWithBaseline(predictor, dataset);
  const data: Predictions = { ...common, ...rest };
  return displayable(
    data,
    () =>
      `${data.predictor} on ${data.dataset}: ${formatNumber(data.count)} predictions${data.probabilities ? " with probabilities" : ""}`,
  );
}

type Predicted = Pick<Predictions, "predictions" | "probabilities" | "losses">;

async function predictWithModel(
  where: string,
  model: tf.LayersModel,
  dataset: Dataset,
  batchSize: number,
  signal: AbortSignal | undefined,
): Promise<Predicted> {
  checkModel(where, model, dataset);
  const classification = dataset.task === "classification";
  const probable = endsInSoftmax(model);
  const loss = lossOf(model, dataset.task);
  const feed = new Feed(where, dataset);
  const width = classification ? (model.outputs[0]!.shape[1] as number) : 1;
  const values = new Float32Array(dataset.size * width);
  const losses = new Float32Array(dataset.size);
  // One tensor out: the outputs, and the loss as last column.
  const step = traced((given) =>
    tf.tidy(() => {
      const { inputs, targets } = feed.batch(given);
      const outputs = model.apply(inputs, { training: false }) as tf.Tensor2D;
      const shown = classification && !probable ? tf.softmax(outputs) : outputs;
      const each =
        classification && probable
          ? tf.neg(tf.log(tf.sum(tf.mul(outputs, tf.oneHot(tf.cast(targets, "int32"), width)), -1)))
          : loss.perExample(outputs, targets);
      return tf.concat([shown, tf.expandDims(each, -1)], 1);
    }),
  );
  try {
    let breathed = performance.now();
    for (let from = 0; from < dataset.size; from += batchSize) {
      const rows = Int32Array.from({ length: Math.min(batchSize, dataset.size - from) }, (_, i) => from + i);
      const given = feed.arguments(rows);
      let result: tf.Tensor;
      try {
        result = step.run(given);
      } finally {
        feed.release(given);
      }
      const block = result.dataSync();
      result.dispose();
      for (let i = 0; i < rows.length; i++) {
        const start = i * (width + 1);
        values.set(block.subarray(start, start + width), (from + i) * width);
        losses[from + i] = block[start + width]!;
      }
      if (performance.now() - breathed < 50) continue;
      await breathe();
      signal?.throwIfAborted();
      breathed = performance.now();
    }
  } finally {
    step.dispose();
    feed.dispose();
  }
  if (!classification) return { predictions: values, losses };
  return { predictions: argMaxRows(values, width), probabilities: values, losses };
}

function predictWithBaseline(baseline: Baseline, dataset: Dataset): Predicted {
  const predictions = baseline.predict(dataset);
  if (dataset.task === "regression") {
    return {
      predictions,
      losses: Float32Array.from(predictions, (value, i) => (value - dataset.targets[i]!) ** 2),
    };
  }
  const probabilities = baseline.probabilities?.(dataset);
  if (!probabilities) return { predictions };
  const classes = probabilities.length / dataset.size;
  const losses = Float32Array.from(
    dataset.targets,
    (label, i) => -Math.log(probabilities[i * classes + label]!),
  );
  return { predictions, probabilities, losses };
}
