// TensorFlow.js, whole, with our engine under it. A module of its own, so that a name can be added or replaced.
import * as tensorflow from "@tensorflow/tfjs";

export * from "@tensorflow/tfjs";
// Names given here stand before those of the line above.
export {
  randomNormal,
  randomStandardNormal,
  randomUniform,
  randomUniformInt,
  seededDropout as dropout,
  seededMultinomial as multinomial,
  truncatedNormal,
} from "./trace/seededRandom.ts";

/** Name of the engine that computes: `tensorflow`, `wasm` or `cpu`. Starts it when nothing has run yet. */
export function getBackend(): string {
  tensorflow.backend();
  return tensorflow.getBackend();
}
