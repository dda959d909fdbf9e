import type { Dataset } from "../data/index.ts";
import { cooperate, show } from "../display/index.ts";
import type { Displayable } from "../display/index.ts";
import { engine } from "../engine/index.ts";
import type { tf } from "../engine/index.ts";
import { checkOptions, OptionError, ShapeError } from "../errors/index.ts";
import { checkTargets, lossOf } from "../models/index.ts";
import { Random } from "../random/index.ts";
import { breathe, Work } from "../work/index.ts";
import type { WorkContext } from "../work/index.ts";
import { checkModel } from "./checkModel.ts";
import { Curve } from "./Curve.ts";
import { Feed } from "./Feed.ts";
import { fingerprint } from "./fingerprint.ts";
import { nonFinite, unreached } from "./findings.ts";
import { fitOptionNames, fitSettings } from "./FitOptions.ts";
import type { FitOptions, FitSettings } from "./FitOptions.ts";
import { Meter } from "./Meter.ts";
import { presentRun } from "./presentRun.ts";
import type { Epoch, Finding, Run, TrainEvent } from "./Run.ts";
import { scheduleOf } from "./schedule.ts";
import { TrainingDisplay } from "./TrainingDisplay.ts";
import { Trainer } from "./Trainer.ts";
import { Weights } from "./Weights.ts";

const where = "train.fit";
/** Between two reads of the losses, and between two turns of the event loop. */
const reportEveryMs = 100;
/** Results that wait on the engine at most, however fast the steps are. */
const mostPending = 512;

/** Trains a model on a dataset. Every step is recorded once and run as one function of the engine where that is possible.
 *  The same seed gives the same losses, bit for bit, on one machine. A loss that is not finite ends it at once, and puts
 *  back the weights of the last whole epoch. An interrupt ends it after the step it is in: the run so far is the result,
 *  marked as partial, and the model keeps its weights.
 *  ```ts
 *  const run = await train.fit(model, training, { validation, epochs: 5, seed: 7 });
 *  for await (const event of train.fit(model, training)) if (event.kind === "epoch") console.log(event.loss);
 *  ```
 *  @param model  ends in logits (or one value); its weights change
 *  @returns work: awaited for the run, iterated for its events
 *  @throws {OptionError} @throws {ShapeError} when model and data don't fit @throws {DataError} for examples that cannot
 *  be trained on, with the ids of the first */
export function fit(
  model: tf.LayersModel,
  training: Dataset,
  options: FitOptions = {},
): Work<TrainEvent, Run & Displayable> {
  checkOptions(where, options, fitOptionNames);
  checkModel(where, model, training);
  if (options.validation) {
    checkModel(where, model, options.validation);
    if (options.validation.task !== training.task) {
      throw new ShapeError({
        where,
        expected: `a validation set for ${training.task}`,
        received: `${options.validation.name} for ${options.validation.task}`,
      });
    }
  }
  if (model.trainableWeights.length === 0) {
    throw new OptionError({
      where,
      expected: "a model with weights to train",
      received: `"${model.name}" without any`,
      hint: "Set layer.trainable = true on the layers that are to learn.",
    });
  }
  checkTargets(where, training);
  const settings = fitSettings(options, training, lossOf(model, training.task));
  if (options.validation) checkTargets(where, options.validation);
  return new Work<TrainEvent, Run & Displayable>(
    async (context) => {
      await engine.ready();
      const feed = new Feed(where, training);
      let validationFeed: Feed | undefined;
      try {
        validationFeed = options.validation && new Feed(where, options.validation);
        return await train({ model, training, feed, validationFeed, options, settings }, context);
      } finally {
        feed.dispose();
        validationFeed?.dispose();
      }
    },
    options,
    (event) => event.kind === "progress",
  );
}

interface FitState {
  model: tf.LayersModel;
  training: Dataset;
  feed: Feed;
  validationFeed: Feed | undefined;
  options: FitOptions;
  settings: FitSettings;
}

/** The training itself, from the first step to the run. Frees what it makes; the feeds are the caller's. */
async function train(
  { model, training, feed, validationFeed, options, settings }: FitState,
  { signal, emit: emitEvent }: WorkContext<TrainEvent>,
): Promise<Run & Displayable> {
  const startedAt = performance.now();
  const display = settings.display ? new TrainingDisplay() : undefined;
  const emit = (event: TrainEvent): void => {
    emitEvent(event);
    display?.on(event);
  };
  const { epochs, batchSize } = settings;
  const stepsPerEpoch = Math.ceil(training.size / batchSize);
  const totalSteps = stepsPerEpoch * epochs;
  const learningRateAt = scheduleOf(settings.schedule);
  const random = new Random(settings.seed).fork("shuffle");
  const curve = new Curve();
  const history: Epoch[] = [];
  const findings: Finding[] = [];
  let best: { epoch: number; loss: number; weights: Weights | undefined } = {
    epoch: 0,
    loss: Infinity,
    weights: undefined,
  };
  let ended: Run["ended"] = "all epochs done";
  let weightsOfEpoch = 0;
  let trainedMs = 0;
  let trainedExamples = 0;
  // What has to be freed or ended is made last: nothing may throw between here and the try.
  const trainer = new Trainer(model, feed, settings.makeOptimizer(), settings.loss, {
    seed: settings.seed,
  });
  const meter = validationFeed && new Meter(model, validationFeed, settings.loss);
  let kept = { epoch: 0, weights: new Weights(model) };
  const section = cooperate();
  const stopped = (): boolean => signal.aborted || section.interrupted;
  try {
    const { name } = engine.info();
    if (display && name !== "tensorflow") await show(String(engine));
    emit({ kind: "start", epochs, stepsPerEpoch, totalSteps, examples: training.size });
    await breathe();
    for (let epoch = 1; epoch <= epochs && ended === "all epochs done"; epoch++) {
      const order = settings.shuffle
        ? random.permutation(training.size)
        : Uint32Array.from({ length: training.size }, (_, i) => i);
      const epochStart = performance.now();
      let reportedAt = epochStart;
      let learningRate = 0;
      const sums = { loss: 0, correct: 0, examples: 0, steps: 0 };
      /** Takes in what was measured. @returns the step at which the loss was not finite */
      const report = (): number | undefined => {
        const now = performance.now();
        const results = trainer.drain();
        let recent = 0;
        for (const { step, loss, correct, examples } of results) {
          curve.add(step, loss);
          if (!Number.isFinite(loss)) return step;
          sums.loss += loss * examples;
          sums.correct += correct;
          sums.examples += examples;
          sums.steps++;
          recent += loss;
        }
        if (results.length === 0) return undefined;
        const elapsed = trainedMs + now - epochStart;
        emit({
          kind: "progress",
          epoch,
          step: trainer.steps,
          totalSteps,
          loss: recent / results.length,
          examplesPerSecond: ((trainedExamples + sums.examples) / elapsed) * 1000,
          elapsedMs: now - startedAt,
        });
        return undefined;
      };
      let brokenAt: number | undefined;
      for (let from = 0; from < training.size && !stopped(); from += batchSize) {
        learningRate = learningRateAt({
          step: trainer.steps,
          totalSteps,
          learningRate: settings.learningRate,
        });
        trainer.step(Int32Array.from(order.subarray(from, from + batchSize)), learningRate);
        if (performance.now() - reportedAt < reportEveryMs && trainer.pending < mostPending) continue;
        brokenAt = report();
        if (brokenAt !== undefined) break;
        await breathe();
        reportedAt = performance.now();
      }
      brokenAt ??= report();
      const epochMs = performance.now() - epochStart;
      trainedMs += epochMs;
      trainedExamples += sums.examples;
      if (brokenAt !== undefined) {
        kept.weights.restore(model);
        weightsOfEpoch = kept.epoch;
        ended = "loss not finite";
        const finding = nonFinite(brokenAt, epoch, kept.epoch, curve.points(20));
        findings.push(finding);
        emit({ kind: "finding", finding });
        break;
      }
      if (epoch === 1 && trainer.unreached.length > 0) {
        const finding = unreached(trainer.unreached);
        findings.push(finding);
        emit({ kind: "finding", finding });
      }
      const whole = sums.steps === stepsPerEpoch;
      weightsOfEpoch = whole ? epoch : epoch - 1 + sums.steps / stepsPerEpoch;
      const measured = whole ? meter?.measure(stopped) : undefined;
      if (sums.steps > 0) {
        const row: Epoch = {
          epoch,
          steps: sums.steps,
          loss: sums.loss / sums.examples,
          ...(training.task === "classification" ? { accuracy: sums.correct / sums.examples } : {}),
          ...(measured ? { validationLoss: measured.loss } : {}),
          ...(measured && training.task === "classification"
            ? { validationAccuracy: measured.correct / measured.count }
            : {}),
          learningRate,
          seconds: epochMs / 1000,
        };
        history.push(row);
        emit({ kind: "epoch", ...row });
      }
      if (!whole || stopped()) {
        const complete = whole && (!meter || measured !== undefined);
        if (epoch < epochs || !complete) {
          ended = "interrupted";
          break;
        }
      }
      kept.weights.dispose();
      kept = { epoch, weights: new Weights(model) };
      if (measured && measured.loss < best.loss) {
        best.weights?.dispose();
        best = { epoch, loss: measured.loss, weights: settings.restoreBest ? new Weights(model) : undefined };
      }
      if (settings.patience !== undefined && epoch - best.epoch >= settings.patience)
        ended = "no improvement";
      await breathe();
    }
    if (best.weights && ended !== "loss not finite" && best.epoch !== weightsOfEpoch) {
      best.weights.restore(model);
      weightsOfEpoch = best.epoch;
    }
    const elapsedMs = performance.now() - startedAt;
    emit({ kind: "end", ended, elapsedMs });
    const describe = (set: Dataset) => ({ name: set.name, size: set.size, fingerprint: fingerprint(set) });
    const run = presentRun(
      {
        kind: "run",
        ...(options.hypothesis === undefined ? {} : { hypothesis: options.hypothesis }),
        task: training.task,
        modelName: model.name,
        parameters: model.countParams(),
        loss: settings.loss.name,
        history,
        curve: curve.points(),
        firstLosses: curve.first,
        config: settings.config,
        data: {
          training: describe(training),
          ...(options.validation ? { validation: describe(options.validation) } : {}),
        },
        engine: engine.info(),
        seed: settings.seed,
        ended,
        partial: ended === "interrupted" || ended === "loss not finite",
        weightsOfEpoch,
        findings,
        elapsedMs,
        examplesPerSecond: trainedMs > 0 ? (trainedExamples / trainedMs) * 1000 : 0,
      },
      model,
    );
    if (display) await endDisplay(display, run);
    return run;
  } finally {
    section.end();
    trainer.dispose();
    meter?.dispose();
    kept.weights.dispose();
    best.weights?.dispose();
  }
}

/** A picture that cannot be drawn must not cost the run: what went wrong is said, and the run returned. */
async function endDisplay(display: TrainingDisplay, run: Run & Displayable): Promise<void> {
  try {
    await display.end(run);
  } catch (error) {
    process.emitWarning(
      `the training is done, but it cannot be shown: ${error instanceof Error ? error.message : String(error)}`,
      where,
    );
  }
}
