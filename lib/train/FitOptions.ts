import type { Dataset } from "../data/index.ts";
import type { tf } from "../engine/index.ts";
import { OptionError } from "../errors/index.ts";
import { customLoss } from "../models/index.ts";
import type { Loss } from "../models/index.ts";
import { checkSeed } from "../random/index.ts";
import type { WorkOptions } from "../work/index.ts";
import { checkLearningRate } from "./checkLearningRate.ts";
import { adam } from "./optimizers/adam.ts";
import type { Optimizer } from "./optimizers/Optimizer.ts";
import { sgd } from "./optimizers/sgd.ts";
import { tfOptimizer } from "./optimizers/tfOptimizer.ts";
import type { Setting, TrainEvent } from "./Run.ts";
import { scheduleOf } from "./schedule.ts";
import type { Schedule } from "./schedule.ts";

export interface FitOptions extends WorkOptions<TrainEvent> {
  /** Measured in full after each epoch; never trained on. Default: none. */
  validation?: Dataset;
  /** Passes over the training set. Default: 5. */
  epochs?: number;
  /** Examples per update. Default: 64, or all of a smaller training set. */
  batchSize?: number;
  /** Default: 3e-4 for Adam ("Adam is safe", Karpathy 2019), 0.01 for sgd and momentum. Not for a tf.Optimizer, which has
   *  its own. */
  learningRate?: number;
  /** `"adam"` (default), `"sgd"`, `"momentum"` (0.9), or an optimiser of tf.js. */
  optimizer?: "adam" | "sgd" | "momentum" | tf.Optimizer;
  /** How the learning rate changes from step to step. Default: `"constant"`. */
  schedule?: Schedule;
  /** Of the order of the examples. Default: 0. */
  seed?: number;
  /** Whether each epoch has an order of its own. Default: true. */
  shuffle?: boolean;
  /** Default: the one that the model carries, else the usual one for the task. A function gives one loss per example. */
  loss?: Loss | ((outputs: tf.Tensor, targets: tf.Tensor) => tf.Tensor);
  /** Stop after so many epochs without a lower validation loss. Default: never. */
  patience?: number;
  /** At the end put back the weights of the epoch with the lowest validation loss. Default: true with patience, else
   *  false. */
  restoreBest?: boolean;
  /** What the run is to show; stands in its record. */
  hypothesis?: string;
  /** Show progress, a live curve and a plot at the end. Default: true. */
  display?: boolean;
}

export const fitOptionNames: readonly (keyof FitOptions)[] = [
  "validation",
  "epochs",
  "batchSize",
  "learningRate",
  "optimizer",
  "schedule",
  "seed",
  "shuffle",
  "loss",
  "patience",
  "restoreBest",
  "hypothesis",
  "display",
  "signal",
  "onProgress",
];

/** The options with every default filled in. */
export interface FitSettings {
  epochs: number;
  batchSize: number;
  learningRate: number;
  schedule: Schedule;
  seed: number;
  shuffle: boolean;
  patience: number | undefined;
  restoreBest: boolean;
  display: boolean;
  makeOptimizer: () => Optimizer;
  loss: Loss;
  /** All of them, as the run records them. */
  config: Record<string, Setting>;
}

const where = "train.fit";

function wrong(expected: string, received: unknown, hint?: string): OptionError {
  return new OptionError({
    where,
    expected,
    received: typeof received === "string" ? JSON.stringify(received) : String(received),
    ...(hint ? { hint } : {}),
  });
}

function optimizerMaker(choice: FitOptions["optimizer"]): () => Optimizer {
  if (choice === undefined || choice === "adam") return () => adam();
  if (choice === "sgd") return () => sgd();
  if (choice === "momentum") return () => sgd({ momentum: 0.9 });
  if (typeof choice === "object" && typeof choice.applyGradients === "function")
    return () => tfOptimizer(choice);
  throw wrong("optimizer adam, sgd, momentum, or one of tf.train", choice);
}

function lossOption(loss: FitOptions["loss"], usual: Loss): Loss {
  if (loss === undefined) return usual;
  if (typeof loss === "function") return customLoss(loss);
  if (typeof loss === "object" && typeof loss?.perExample === "function") return loss;
  throw wrong(
    "loss as models.softmaxCrossEntropy(), models.meanSquaredError(), or a function of outputs and targets",
    loss,
  );
}

/** Checks the options and fills in the defaults. @throws {OptionError} */
export function fitSettings(options: FitOptions, training: Dataset, usualLoss: Loss): FitSettings {
  const { epochs = 5, seed = 0, shuffle = true, display = true, schedule = "constant", patience } = options;
  const { batchSize = Math.min(64, training.size) } = options;
  if (!Number.isInteger(epochs) || epochs < 1) throw wrong("epochs of at least 1", epochs);
  if (!Number.isInteger(batchSize) || batchSize < 1) throw wrong("a batchSize of at least 1", batchSize);
  if (batchSize > training.size) {
    throw wrong(
      `a batchSize of at most ${training.size}, the examples of ${training.name}`,
      batchSize,
      `Did you mean batchSize: ${Math.min(64, training.size)}?`,
    );
  }
  checkSeed(where, seed);
  scheduleOf(schedule);
  const own = typeof options.optimizer === "object";
  if (own && (options.learningRate !== undefined || options.schedule !== undefined)) {
    throw wrong(
      "no learningRate and no schedule beside a tf.Optimizer",
      "both",
      'Give the optimiser its rate, or name it: optimizer: "adam".',
    );
  }
  const makeOptimizer = optimizerMaker(options.optimizer);
  const { name, settings } = makeOptimizer();
  const learningRate = options.learningRate ?? (name === "adam" ? 3e-4 : 0.01);
  checkLearningRate(where, learningRate);
  if (patience !== undefined && !(Number.isInteger(patience) && patience >= 1)) {
    throw wrong("a patience of at least 1 epoch", patience);
  }
  const { restoreBest = patience !== undefined } = options;
  if ((patience !== undefined || restoreBest) && !options.validation) {
    throw wrong(
      "a validation set with patience and restoreBest",
      "none",
      "The training loss keeps falling while the model overfits: only the validation loss tells when to stop.",
    );
  }
  const loss = lossOption(options.loss, usualLoss);
  const setting = (key: keyof FitOptions, value: Setting["value"]): [string, Setting] => [
    key,
    { value, chosen: options[key] !== undefined },
  ];
  const config = Object.fromEntries([
    setting("loss", loss.name),
    setting("optimizer", name),
    ...Object.entries(settings).map(([key, value]): [string, Setting] => [key, { value, chosen: own }]),
    ...(own ? [] : [setting("learningRate", learningRate)]),
    ...(own ? [] : [setting("schedule", typeof schedule === "function" ? "a function" : schedule)]),
    setting("batchSize", batchSize),
    setting("epochs", epochs),
    setting("seed", seed),
    setting("shuffle", shuffle),
    setting("patience", patience ?? null),
    setting("restoreBest", restoreBest),
  ]);
  return {
    epochs,
    batchSize,
    learningRate,
    schedule,
    seed,
    shuffle,
    patience,
    restoreBest,
    display,
    makeOptimizer,
    loss,
    config,
  };
}
