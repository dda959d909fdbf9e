import { Dataset } from "../data/index.ts";
import { checkResult } from "../display/index.ts";
import type { CheckResult, Displayable } from "../display/index.ts";
import { engine } from "../engine/index.ts";
import { checkCount, checkOptions, DataError } from "../errors/index.ts";
import { predict } from "../evaluate/index.ts";
import { checkTargets } from "../models/index.ts";
import { checkSeed } from "../random/index.ts";
import { checkLearningRate, checkModel } from "../train/index.ts";
import { modelCopy } from "./modelCopy.ts";
import type { ModelSource } from "./modelCopy.ts";
import { shortTraining } from "./shortTraining.ts";

export interface InputIndependentEvidence {
  fault?: "inputs-ignored";
  /** Mean loss on examples held out, after training on the inputs as they are. */
  loss: number;
  /** The same after training on inputs that are all zero. */
  lossWithoutInputs: number;
  /** Mean difference of the two losses per example, and its standard error. */
  gain: number;
  standardError: number;
  trainedOn: number;
  measuredOn: number;
  steps: number;
  learningRate: number;
  seed: number;
}

/** Whether the model learns anything from its inputs: a copy trained on them must beat one trained on zeros, on examples that
 *  neither has seen. When it does not, inputs get lost on the way, or labels do not belong to them.
 *  @param source  a model, or a function that makes one
 *  @param options.examples  a fifth of them is held out. Default: 1,000   @param options.steps  default 100
 *  @param options.learningRate  of Adam, default 1e-3   @param options.seed  default 0
 *  @returns `skip`, with NaN for what was not measured, when it was interrupted before it could judge
 *  @throws {OptionError} @throws {ShapeError} when model and dataset don't fit   @throws {DataError} with fewer than 10
 *  examples */
export async function inputIndependent(
  source: ModelSource,
  training: Dataset,
  options: { examples?: number; steps?: number; learningRate?: number; seed?: number } = {},
): Promise<CheckResult<InputIndependentEvidence> & Displayable> {
  const where = "checks.inputIndependent";
  checkOptions(where, options, ["examples", "steps", "learningRate", "seed"]);
  const { examples = 1_000, steps = 100, learningRate = 1e-3, seed = 0 } = options;
  checkCount(where, "examples", examples);
  checkCount(where, "steps", steps);
  checkSeed(where, seed);
  checkLearningRate(where, learningRate);
  const start = performance.now();
  checkTargets(where, training);
  if (Math.min(examples, training.size) < 10) {
    throw new DataError({
      where,
      expected: "at least 10 examples",
      received: training.size < 10 ? `${training.size} in ${training.name}` : `examples: ${examples}`,
    });
  }
  await engine.ready();
  const sample = training.sample(Math.min(examples, training.size), { seed });
  const heldOut = Math.max(2, Math.floor(sample.size / 5));
  const positions = Array.from({ length: sample.size }, (_, row) => row);
  const seen = sample.take(positions.slice(heldOut));
  const unseen = sample.take(positions.slice(0, heldOut));
  const settings = { steps, batchSize: Math.min(64, seen.size), learningRate, seed };

  const losses: Float32Array[] = [];
  let interrupted = false;
  for (const change of [(set: Dataset) => set, zeroed]) {
    const model = await modelCopy(where, source);
    try {
      checkModel(where, model, training);
      const short = await shortTraining(where, model, change(seen), settings);
      interrupted ||= short.interrupted;
      losses.push((await predict(model, change(unseen))).losses!);
    } finally {
      model.dispose();
    }
    if (interrupted) break;
  }
  const [real, zero] = losses;
  const common = { trainedOn: seen.size, measuredOn: unseen.size, steps, learningRate, seed };
  if (interrupted || !real || !zero) {
    const unknown = Number.NaN;
    return checkResult({
      check: where,
      verdict: "skip",
      message: "Interrupted before both trainings were done.",
      evidence: {
        loss: real ? mean(real) : unknown,
        lossWithoutInputs: unknown,
        gain: unknown,
        standardError: unknown,
        ...common,
      },
      elapsedMs: performance.now() - start,
    });
  }
  const { gain, standardError } = paired(real, zero);
  const evidence: InputIndependentEvidence = {
    loss: mean(real),
    lossWithoutInputs: mean(zero),
    gain,
    standardError,
    ...common,
  };
  const message = `After ${steps} steps the loss on ${unseen.size} examples held out is ${evidence.loss.toFixed(3)} with the inputs and ${evidence.lossWithoutInputs.toFixed(3)} with zeros in their place (difference ${gain.toFixed(3)} ± ${(1.96 * standardError).toFixed(3)})`;
  // Three standard errors: one false pass in some seven hundred models that ignore their inputs. NaN fails.
  const better = gain > 3 * standardError;
  const much = gain > 0.05 * Math.abs(evidence.lossWithoutInputs);
  const elapsedMs = performance.now() - start;
  if (better && much)
    return checkResult({ check: where, verdict: "pass", message: `${message}.`, evidence, elapsedMs });
  return checkResult({
    check: where,
    verdict: better ? "warn" : "fail",
    message: better
      ? `${message}: little is learnt from them.`
      : `${message}: nothing is learnt from the inputs.`,
    advice: better
      ? "Allow more steps or a higher learning rate; if it stays so little, look at what the inputs hold."
      : "Look at a batch just before the net: do the labels belong to these inputs? Then look for weights that are zero, frozen or cut off, and for a learning rate that is too low.",
    evidence: { fault: "inputs-ignored", ...evidence },
    elapsedMs,
  });
}

/** The same examples with nothing in them. */
function zeroed(dataset: Dataset): Dataset {
  const { name, kind, task, shape, ids, targets, size, classes, columns } = dataset;
  return new Dataset({
    name: `${name} without inputs`,
    kind,
    task,
    shape,
    ids,
    targets,
    inputs: new Float32Array(size * shape.reduce((product, axis) => product * axis, 1)),
    ...(classes ? { classes } : {}),
    ...(columns ? { columns } : {}),
  });
}

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean of zero − real, pair by pair, and its standard error. */
function paired(real: Float32Array, zero: Float32Array): { gain: number; standardError: number } {
  const differences = Float64Array.from(zero, (loss, i) => loss - real[i]!);
  const gain = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const variance =
    differences.reduce((sum, value) => sum + (value - gain) ** 2, 0) / Math.max(1, differences.length - 1);
  return { gain, standardError: Math.sqrt(variance / differences.length) };
}
