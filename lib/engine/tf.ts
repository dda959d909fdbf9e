// TensorFlow.js, whole, with our engine under it. A module of its own, so that a name can be added or replaced.
// First: an ES import takes tf.js' functions as they are then, and its random ones are to be seedable in traced steps.
// oxlint-disable-next-line import/no-unassigned-import
import "./trace/seededRandom.ts";
import * as tensorflow from "@tensorflow/tfjs";

export * from "@tensorflow/tfjs";

/** Name of the engine that computes: `tensorflow`, `wasm` or `cpu`. Starts it when nothing has run yet. */
export function getBackend(): string {
  tensorflow.backend();
  return tensorflow.getBackend();
}
