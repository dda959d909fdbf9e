import { OptionError } from "../errors/index.ts";
import type { tf } from "../engine/index.ts";
import type { Baseline } from "../models/index.ts";
import type { Run } from "../train/index.ts";

/** Anything that predicts: a run stands for the model that it trained. */
export type Predictor = Run | tf.LayersModel | Baseline;

/** The model, or the baseline, behind a predictor. @throws {OptionError} */
export function predictorOf(where: string, source: Predictor): tf.LayersModel | Baseline {
  if (source !== null && typeof source === "object") {
    if ("kind" in source && source.kind === "run") {
      if (source.model) return source.model;
      throw new OptionError({
        where,
        expected: "a run with its model",
        received: "one that was read from a file",
        hint: "Load the model and hand it in instead.",
      });
    }
    if ("apply" in source || "predict" in source) return source;
  }
  throw new OptionError({
    where,
    expected: "a run, a model, or a baseline",
    received: source === null ? "null" : typeof source,
    hint: "Did you forget to await train.fit?",
  });
}

/** Its name, as titles print it. */
export function predictorName(source: tf.LayersModel | Baseline): string {
  return source.name;
}
