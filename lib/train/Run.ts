import type { EngineInfo, tf } from "../engine/index.ts";

/** One pass over the training set. */
export interface Epoch {
  /** From 1. */
  epoch: number;
  /** Updates in it; fewer than a whole pass when it was interrupted. */
  steps: number;
  /** Mean training loss while the weights were changing, without regularisers. */
  loss: number;
  /** Share of training examples that were right as they passed; classification only. */
  accuracy?: number;
  /** On the whole validation set, after the epoch. */
  validationLoss?: number;
  validationAccuracy?: number;
  /** Of the last step. */
  learningRate: number;
  /** Time of the updates, without validation. */
  seconds: number;
}

/** Something that went wrong, under the id that the library uses for it everywhere. */
export interface Finding {
  id: "non-finite" | "frozen-or-unreached-weights";
  verdict: "warn" | "fail";
  message: string;
  advice: string;
  /** Step at which it was seen, from 1. */
  step?: number;
  evidence: unknown;
}

/** A hyper-parameter: its value, and whether the user chose it. */
export interface Setting {
  value: number | string | boolean | null;
  chosen: boolean;
}

/** Everything that happened in a training, as plain data; the model stands beside it. */
export interface Run {
  readonly kind: "run";
  /** What the run is to show, in the user's words. */
  hypothesis?: string;
  task: "classification" | "regression";
  /** Name of the model. */
  modelName: string;
  parameters: number;
  loss: string;
  history: Epoch[];
  /** Mean loss over stretches of steps, at most 1,000 points: what a curve needs. */
  curve: { step: number; loss: number }[];
  /** The loss of each of the first 100 steps. */
  firstLosses: number[];
  /** Every hyper-parameter, chosen or not. */
  config: Record<string, Setting>;
  data: {
    training: { name: string; size: number; fingerprint: string };
    validation?: { name: string; size: number; fingerprint: string };
  };
  engine: EngineInfo;
  seed: number;
  /** Why it ended. */
  ended: "all epochs done" | "interrupted" | "no improvement" | "loss not finite";
  /** True unless it ended by itself in a good way: interrupted, or stopped by a loss that is not finite. */
  partial: boolean;
  /** Epoch whose weights the model has now; 0 are the initial ones, a fraction lies within an epoch. */
  weightsOfEpoch: number;
  findings: Finding[];
  elapsedMs: number;
  examplesPerSecond: number;
  /** The trained model: the very one that was handed in (not enumerable). */
  readonly model: tf.LayersModel;
}

/** What a training tells while it runs. */
export type TrainEvent =
  | { kind: "start"; epochs: number; stepsPerEpoch: number; totalSteps: number; examples: number }
  | {
      kind: "progress";
      epoch: number;
      step: number;
      totalSteps: number;
      /** Mean over the steps since the last event. */
      loss: number;
      examplesPerSecond: number;
      elapsedMs: number;
    }
  | ({ kind: "epoch" } & Epoch)
  | { kind: "finding"; finding: Finding }
  | { kind: "end"; ended: Run["ended"]; elapsedMs: number };
