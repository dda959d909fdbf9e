import type { Dataset } from "../data/index.ts";
import { checkResult, formatNumber, table } from "../display/index.ts";
import type { CheckResult, Displayable } from "../display/index.ts";
import { engine } from "../engine/index.ts";
import { checkCount, checkOptions } from "../errors/index.ts";
import { predict } from "../evaluate/index.ts";
import { checkTargets, classCount, endsInSoftmax, lossOf } from "../models/index.ts";
import type { Loss } from "../models/index.ts";
import { checkSeed } from "../random/index.ts";
import { populationMoments } from "../stats/index.ts";
import { checkLearningRate, checkModel } from "../train/index.ts";
import { measureLoss } from "./measureLoss.ts";
import { modelCopy } from "./modelCopy.ts";
import type { ModelSource } from "./modelCopy.ts";
import { shortTraining } from "./shortTraining.ts";

export interface OverfitBatchEvidence {
  fault?:
    | "loss-not-decreasing"
    | "last-activation-loss-mismatch"
    | "frozen-or-unreached-weights"
    | "non-finite";
  /** Loss on the batch after training, in inference mode. */
  loss: number;
  initialLoss: number;
  /** The lowest that is possible on this batch. */
  lowestLoss: number;
  /** Updates until the loss was reached, or until it was given up. */
  steps: number;
  learningRate: number;
  size: number;
  /** Label and prediction side by side. */
  examples: {
    id: number | string;
    label: number | string;
    prediction: number | string;
    /** Of the label; classification only. */
    probability?: number;
  }[];
  /** The loss over the steps, every tenth. */
  curve: number[];
}

/** Whether the model can learn one small batch by heart, down to the lowest possible loss: if it cannot, there is a bug, and
 *  nothing learnt later can be trusted. Trains a copy by Adam on that batch; the model itself keeps its weights.
 *  @param source  a model, or a function that makes one
 *  @param options.size  examples, default 8   @param options.seed  which ones, default 0
 *  @param options.steps  updates at most, default 1,000   @param options.learningRate  default: 1e-3, and 1e-2 if that is
 *  not enough
 *  @throws {OptionError} @throws {ShapeError} when model and dataset don't fit
 *  @throws {DataError} for examples that cannot be trained on */
export async function overfitBatch(
  source: ModelSource,
  training: Dataset,
  options: { size?: number; seed?: number; steps?: number; learningRate?: number } = {},
): Promise<CheckResult<OverfitBatchEvidence> & Displayable> {
  const where = "checks.overfitBatch";
  checkOptions(where, options, ["size", "seed", "steps", "learningRate"]);
  const { size = 8, seed = 0, steps = 1_000, learningRate } = options;
  checkCount(where, "size", size);
  checkCount(where, "steps", steps);
  checkSeed(where, seed);
  if (learningRate !== undefined) checkLearningRate(where, learningRate);
  const start = performance.now();
  checkTargets(where, training);
  await engine.ready();
  const classes = training.task === "classification" ? classCount(training) : 0;
  const batch = training.sample(Math.min(size, training.size), {
    seed,
    stratified: classes > 0 && size >= classes,
  });

  let best: Attempt | undefined;
  for (const rate of learningRate === undefined ? [1e-3, 1e-2] : [learningRate]) {
    const attempt = await tryRate(where, source, batch, { rate, steps, seed });
    if (!best || attempt.loss < best.loss) best = attempt;
    if (best.reached || attempt.interrupted) break;
  }
  const attempt = best!;
  const { fault, ...judged } = judge(attempt, batch, classes);
  const name = (label: number): number | string =>
    training.task === "classification" ? (training.classes?.[label] ?? String(label)) : label;
  const { predictions, probabilities } = attempt;
  const evidence: OverfitBatchEvidence = {
    ...(fault ? { fault } : {}),
    loss: attempt.loss,
    initialLoss: attempt.losses[0] ?? Number.NaN,
    lowestLoss: attempt.lowest,
    steps: attempt.losses.length,
    learningRate: attempt.rate,
    size: batch.size,
    examples: Array.from({ length: batch.size }, (_, row) => ({
      id: batch.ids[row]!,
      label: name(batch.targets[row]!),
      prediction: name(predictions[row]!),
      ...(probabilities ? { probability: probabilities[row * classes + batch.targets[row]!]! } : {}),
    })),
    curve: attempt.losses.filter((_, step) => step % 10 === 0),
  };
  return checkResult({ check: where, ...judged, evidence, elapsedMs: performance.now() - start }, () =>
    table(
      evidence.examples.map(({ id, label, prediction, probability }) => {
        const row: Record<string, unknown> = { id: String(id), label, prediction };
        if (probability !== undefined) row["probability of the label"] = probability;
        return row;
      }),
      { maxRows: 16 },
    ),
  );
}

interface Attempt {
  rate: number;
  losses: number[];
  loss: number;
  lowest: number;
  reached: boolean;
  interrupted: boolean;
  trainable: boolean;
  softmaxTwice: boolean;
  lossKind: Loss["kind"];
  predictions: ArrayLike<number>;
  probabilities: Float32Array | undefined;
}

async function tryRate(
  where: string,
  source: ModelSource,
  batch: Dataset,
  { rate, steps, seed }: { rate: number; steps: number; seed: number },
): Promise<Attempt> {
  const model = await modelCopy(where, source);
  try {
    checkModel(where, model, batch);
    const loss = lossOf(model, batch.task);
    const lowest = lowestLoss(batch, loss);
    const aim = lowest + tolerance(batch);
    const { losses, interrupted } = await shortTraining(where, model, batch, {
      steps,
      batchSize: batch.size,
      learningRate: rate,
      seed,
      // A little below what is asked, since the figure that counts is measured after the last update.
      enough: (newest) => newest <= lowest + 0.8 * tolerance(batch),
    });
    const predicted = await predict(model, batch);
    // The loss that is trained on, which for a model that ends in a softmax is not −log of its probabilities.
    const final = measureLoss(where, model, batch, loss);
    // Layers that act otherwise in training (dropout, batch normalisation) are given the better of both modes.
    const reachedLoss = Math.min(final, losses.at(-1) ?? final);
    return {
      rate,
      losses,
      loss: Number.isFinite(final) ? reachedLoss : final,
      lowest,
      reached: reachedLoss <= aim,
      interrupted,
      trainable: model.trainableWeights.length > 0,
      softmaxTwice: loss.kind === "softmax-cross-entropy" && endsInSoftmax(model),
      lossKind: loss.kind,
      predictions: predicted.predictions,
      probabilities: predicted.probabilities,
    };
  } finally {
    model.dispose();
  }
}

/** How near to the lowest loss is near enough: a hundredth of a nat, or of the variance of the targets. */
function tolerance(batch: Dataset): number {
  if (batch.task === "classification") return 0.01;
  const { mean, variance } = populationMoments(batch.targets);
  return 0.01 * Math.max(variance, 1e-4 * mean * mean, 1e-8);
}

/** The lowest loss that any model can reach on this batch: 0, unless equal inputs have different targets, or labels are
 *  smoothed. */
function lowestLoss(batch: Dataset, { kind, labelSmoothing }: Loss): number {
  if (kind === "custom") return 0;
  const groups = new Map<string, number[]>();
  for (let row = 0; row < batch.size; row++) {
    const key = batch.inputsOf([row]).join();
    groups.set(key, [...(groups.get(key) ?? []), batch.targets[row]!]);
  }
  const classes = batch.task === "classification" ? classCount(batch) : 0;
  let total = 0;
  for (const targets of groups.values()) {
    if (kind === "mean-squared-error") {
      const mean = targets.reduce((sum, target) => sum + target, 0) / targets.length;
      for (const target of targets) total += (target - mean) ** 2;
      continue;
    }
    for (let k = 0; k < classes; k++) {
      const hits = targets.filter((target) => target === k).length / targets.length;
      const share = (1 - labelSmoothing) * hits + labelSmoothing / classes;
      if (share > 0) total -= targets.length * share * Math.log(share);
    }
  }
  return total / batch.size;
}

function judge(
  attempt: Attempt,
  batch: Dataset,
  classes: number,
): Pick<CheckResult, "verdict" | "message" | "advice"> & Pick<OverfitBatchEvidence, "fault"> {
  const { loss, lowest, losses, rate } = attempt;
  const right = Array.from(batch.targets).filter((label, row) => label === attempt.predictions[row]).length;
  const labels = classes > 0 ? `, ${right} of ${batch.size} labels right` : "";
  const lowestText = lowest > 1e-9 ? formatNumber(lowest) : "0";
  const what = `${batch.size} examples: loss ${formatNumber(losses[0] ?? Number.NaN)} → ${formatNumber(loss)} (lowest possible ${lowestText}) in ${losses.length} steps${labels}`;
  if (attempt.interrupted) return { verdict: "skip", message: `Interrupted. ${what}.` };
  if (!Number.isFinite(loss)) {
    return {
      verdict: "fail",
      fault: "non-finite",
      message: `The loss became ${loss} on ${batch.size} examples after ${losses.length} steps.`,
      advice:
        "Look at the scale of the inputs (a table: data.standardize), then at operations that can overflow or divide by zero.",
    };
  }
  if (!attempt.trainable) {
    return {
      verdict: "fail",
      fault: "frozen-or-unreached-weights",
      message: `No weight of the model is trainable: ${what}.`,
      advice: "Set layer.trainable = true on the layers that are to learn.",
    };
  }
  if (attempt.reached) return { verdict: "pass", message: `${what}.` };
  if (attempt.softmaxTwice) {
    return {
      verdict: "fail",
      fault: "last-activation-loss-mismatch",
      message: `${what}. The model ends in a softmax and the loss takes logits: softmax twice cannot get below ${(Math.log(Math.E + classes - 1) - 1).toFixed(2)}.`,
      advice: "Leave out the activation of the last layer.",
    };
  }
  if (classes > 0 && right === batch.size && loss < lowest + 0.1) {
    return {
      verdict: "warn",
      fault: "loss-not-decreasing",
      message: `${what}: learnt, but slowly.`,
      advice:
        "Allow more steps, or look for dropout and regularisers, which do not belong into a first model.",
    };
  }
  const stuck = !(loss < 0.9 * losses[0]!);
  return {
    verdict: "fail",
    fault: "loss-not-decreasing",
    message: `${what} at a learning rate of ${formatNumber(rate)}${stuck ? ": it learns nothing" : ": it gets stuck"}.`,
    advice: stuck
      ? "Look for weights that start at zero, frozen layers, inputs that do not reach the output, a learning rate of 0."
      : "Look for too little capacity, dead units, labels that do not belong to their inputs, regularisation that is too strong.",
  };
}
