import type { Dataset } from "../data/index.ts";
import { checkResult, formatNumber } from "../display/index.ts";
import type { CheckResult, Displayable, Verdict } from "../display/index.ts";
import { engine } from "../engine/index.ts";
import type { tf } from "../engine/index.ts";
import { checkCount, checkOptions } from "../errors/index.ts";
import { checkTargets, classCount, endsInSoftmax, lossOf } from "../models/index.ts";
import { checkSeed } from "../random/index.ts";
import { entropy, populationMoments } from "../stats/index.ts";
import { checkModel } from "../train/index.ts";
import { measureLoss } from "./measureLoss.ts";

export interface InitialLossEvidence {
  /** The fault, when there is one. */
  fault?: "bad-initial-loss" | "final-bias" | "last-activation-loss-mismatch" | "non-finite";
  loss: number;
  lossName: string;
  /** What theory says for a model that knows nothing: equal probabilities, or an output of 0. */
  expectedUninformed: number | null;
  /** What it says for one that knows the class shares, or the mean target. */
  expectedFromPriors: number | null;
  classes?: number;
  examples: number;
}

interface Judgement {
  verdict: Verdict;
  message: string;
  advice?: string;
  fault?: InitialLossEvidence["fault"];
}

/** Whether the loss before any training is what theory says: −log(1/classes) for equal probabilities, the entropy of the
 *  class shares once the final bias knows them, the variance (plus the squared mean) of the targets for squared errors. Call
 *  it on an untrained model; nothing is changed.
 *  @param options.examples  at most so many, a seeded sample. Default: 2,000   @param options.seed  default 0
 *  @throws {OptionError} @throws {ShapeError} when model and dataset don't fit
 *  @throws {DataError} for examples that cannot be trained on */
export async function initialLoss(
  model: tf.LayersModel,
  training: Dataset,
  options: { examples?: number; seed?: number } = {},
): Promise<CheckResult<InitialLossEvidence> & Displayable> {
  const where = "checks.initialLoss";
  checkOptions(where, options, ["examples", "seed"]);
  const { examples = 2_000, seed = 0 } = options;
  checkCount(where, "examples", examples);
  checkSeed(where, seed);
  const start = performance.now();
  checkModel(where, model, training);
  checkTargets(where, training);
  await engine.ready();
  const sample = examples < training.size ? training.sample(examples, { seed }) : training;
  const lossFunction = lossOf(model, training.task);
  const loss = measureLoss(where, model, sample, lossFunction);

  const { kind, name: lossName, labelSmoothing } = lossFunction;
  const common = { loss, lossName, examples: sample.size };
  const finish = (
    { verdict, message, advice, fault }: Judgement,
    evidence: Pick<InitialLossEvidence, "expectedUninformed" | "expectedFromPriors" | "classes">,
  ): CheckResult<InitialLossEvidence> & Displayable =>
    checkResult({
      check: where,
      verdict,
      message,
      ...(advice ? { advice } : {}),
      evidence: { ...(fault ? { fault } : {}), ...common, ...evidence },
      elapsedMs: performance.now() - start,
    });
  if (kind === "custom") {
    return finish(
      {
        verdict: "skip",
        message: `The loss starts at ${formatNumber(loss)}; what "${lossName}" should start at is not known here.`,
      },
      { expectedUninformed: null, expectedFromPriors: null },
    );
  }
  if (kind === "mean-squared-error") {
    const { mean, variance } = populationMoments(training.targets);
    return finish(judgeSquaredError(loss, mean, variance), {
      expectedUninformed: variance + mean * mean,
      expectedFromPriors: variance,
    });
  }
  const classes = classCount(training);
  const uniform = Math.log(classes);
  const priors = entropyOfShares(training, classes, labelSmoothing);
  return finish(judgeCrossEntropy(loss, uniform, priors, classes, endsInSoftmax(model)), {
    expectedUninformed: uniform,
    expectedFromPriors: priors,
    classes,
  });
}

function judgeCrossEntropy(
  loss: number,
  uniform: number,
  priors: number,
  classes: number,
  softmaxTwice: boolean,
): Judgement {
  const measured = `The loss starts at ${loss.toFixed(3)}`;
  const expected = `−log(1/${classes}) = ${uniform.toFixed(3)}`;
  if (softmaxTwice) {
    return {
      verdict: "fail",
      fault: "last-activation-loss-mismatch",
      message: `${measured} (${expected}), but the model ends in a softmax and the loss takes logits: softmax is applied twice, and the loss cannot fall below ${(Math.log(Math.E + classes - 1) - 1).toFixed(2)}.`,
      advice:
        "Leave out the activation of the last layer; evaluate.predict gives probabilities all the same.",
    };
  }
  if (!Number.isFinite(loss)) return nonFinite(loss);
  if (loss < 0.9 * priors) {
    return {
      verdict: "fail",
      fault: "bad-initial-loss",
      message: `${measured}, below ${priors.toFixed(3)}, the best that is possible without looking at the inputs.`,
      advice: "The model has been trained already, or the inputs give the label away. Check a fresh model.",
    };
  }
  // A hundredth of a nat is noise of initialisation even where the expected loss is tiny.
  const near = (value: number, target: number): boolean => Math.abs(value - target) <= 0.1 * target + 0.01;
  if (near(loss, priors) || (near(loss, uniform) && priors > 0.9 * uniform)) {
    const by = near(loss, uniform) ? expected : `${priors.toFixed(3)}, the entropy of the class shares`;
    return { verdict: "pass", message: `${measured}, as expected from ${by}.` };
  }
  if (priors < 0.9 * uniform && loss <= 1.5 * uniform) {
    return {
      verdict: "warn",
      fault: "final-bias",
      message: `${measured}, near ${expected}, but the classes are so unequal that knowing their shares alone gives ${priors.toFixed(3)}.`,
      advice:
        "Set the final bias: models.initFinalBias(model, training). The first steps then need not learn it.",
    };
  }
  return {
    verdict: loss > 1.5 * uniform ? "fail" : "warn",
    fault: "bad-initial-loss",
    message: `${measured}, ${(loss / uniform).toFixed(2)} times ${expected}: the untrained model is confident, and wrong.`,
    advice:
      "Look at the scale of the inputs (a table: data.standardize), and start the last layer with smaller weights.",
  };
}

function judgeSquaredError(loss: number, mean: number, variance: number): Judgement {
  const measured = `The loss starts at ${formatNumber(loss)}`;
  const uninformed = variance + mean * mean;
  if (!Number.isFinite(loss)) return nonFinite(loss);
  if (loss < 0.5 * variance) {
    return {
      verdict: "fail",
      fault: "bad-initial-loss",
      message: `${measured}, far below ${formatNumber(variance)}, the variance of the targets: the best without looking at the inputs.`,
      advice: "The model has been trained already, or the inputs give the target away. Check a fresh model.",
    };
  }
  if (loss <= 1.5 * variance) {
    return {
      verdict: "pass",
      message: `${measured}, as expected from ${formatNumber(variance)}, the variance of the targets.`,
    };
  }
  if (loss <= 1.5 * uninformed) {
    return {
      verdict: "warn",
      fault: "final-bias",
      message: `${measured}: mean² + variance of the targets is ${formatNumber(uninformed)}, their variance alone ${formatNumber(variance)}. The model does not know their mean, ${formatNumber(mean)}.`,
      advice: "Set the final bias: models.initFinalBias(model, training), or standardise the targets.",
    };
  }
  return {
    verdict: "fail",
    fault: "bad-initial-loss",
    message: `${measured}, ${(loss / uninformed).toFixed(1)} times ${formatNumber(uninformed)}, mean² + variance of the targets.`,
    advice:
      "Look at the scale of the inputs (a table: data.standardize), and start the last layer with smaller weights.",
  };
}

function nonFinite(loss: number): Judgement {
  return {
    verdict: "fail",
    fault: "non-finite",
    message: `The loss starts at ${loss}.`,
    advice: "Look for division by zero or logarithms in the model, and for huge inputs.",
  };
}

function entropyOfShares(training: Dataset, classes: number, labelSmoothing: number): number {
  const counts = new Float64Array(classes);
  for (const label of training.targets) counts[label]! += 1;
  return entropy(
    counts.map((count) => (1 - labelSmoothing) * (count / training.size) + labelSmoothing / classes),
  );
}
