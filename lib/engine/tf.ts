// TensorFlow.js, whole, with our engine under it. A module of its own, so that a name can be added or replaced.
import * as tensorflow from "@tensorflow/tfjs";

export * from "@tensorflow/tfjs";

/** Name of the engine that computes: `tensorflow`, `wasm` or `cpu`. Starts it when nothing has run yet. */
export function getBackend(): string {
  tensorflow.backend();
  return tensorflow.getBackend();
}
