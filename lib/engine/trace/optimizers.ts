import type { NamedTensorMap, Optimizer, Tensor } from "@tensorflow/tfjs";
import { borrowedHost, scalarHost } from "./Host.ts";
import type { Recording } from "./Recording.ts";
import { currentStep } from "./StepContext.ts";
import { core } from "./tfjs.ts";

/** A number that no step uses: it stands for the learning rate while an optimiser's update is recorded. A multiple of a
 *  power of two, so that float32 holds it exactly. */
const marker = Math.fround(7.386712e-23);

/** Optimisers that multiply by the number `learningRate`, or its negative, in every update. */
const byNumber = [
  core.AdamOptimizer,
  core.AdamaxOptimizer,
  core.RMSPropOptimizer,
  core.AdagradOptimizer,
  core.AdadeltaOptimizer,
] as readonly OptimizerClass[];

/** Optimisers that keep the negative learning rate as a tensor `c`. */
const byTensor = [core.SGDOptimizer, core.MomentumOptimizer] as readonly OptimizerClass[];

type OptimizerClass = { prototype: Optimizer };
type Gradients = NamedTensorMap | { name: string; tensor: Tensor }[];

/** Makes tf.js' optimisers tell a recording where their learning rate is used and that they have finished an update.
 *  Nothing changes for a step that isn't recorded. */
function install(): void {
  for (const optimizerClass of byNumber) {
    wrap(optimizerClass, (optimizer, recording, apply) => {
      if (hasPlainRate(optimizer)) withMarkedRate(optimizer, recording, apply);
      else apply();
    });
  }
  for (const optimizerClass of byTensor) {
    wrap(optimizerClass, (optimizer, recording, apply) => {
      const rate = (): Tensor => (optimizer as unknown as { c: Tensor }).c;
      recording.addHost(borrowedHost(rate), rate);
      apply();
    });
  }
  const { prototype } = core.Optimizer as unknown as { prototype: { incrementIterations: () => void } };
  const { incrementIterations } = prototype;
  prototype.incrementIterations = function (this: Optimizer): void {
    incrementIterations.call(this);
    currentStep()?.recording?.addUpdate(this);
  };
}

function wrap(
  { prototype }: OptimizerClass,
  record: (optimizer: Optimizer, recording: Recording, apply: () => void) => void,
): void {
  const { applyGradients } = prototype as unknown as { applyGradients: (gradients: Gradients) => void };
  prototype.applyGradients = function (this: Optimizer, gradients: Gradients): void {
    const recording = currentStep()?.recording;
    if (recording) record(this, recording, () => applyGradients.call(this, gradients));
    else applyGradients.call(this, gradients);
  };
}

/** Whether `learningRate` is used as written in tf.js' own class; a subclass may do more with it. */
function hasPlainRate(optimizer: Optimizer): boolean {
  return (
    byNumber.some(({ prototype }) => Object.getPrototypeOf(optimizer) === prototype) &&
    Object.getOwnPropertyDescriptor(optimizer, "learningRate")?.writable === true
  );
}

/** Applies the update with the marker in the learning rate's place: where a scalar made from it reaches TensorFlow, the true
 *  rate is put in, and the recording learns that this scalar is the rate of the day. */
function withMarkedRate(optimizer: Optimizer, recording: Recording, apply: () => void): void {
  const holder = optimizer as unknown as { learningRate: number };
  const rate = holder.learningRate;
  const { recorder } = recording;
  holder.learningRate = marker;
  recorder.substitute = (values) => {
    if (!(values instanceof Float32Array) || values.length !== 1 || Math.abs(values[0]!) !== marker)
      return undefined;
    const sign = Math.sign(values[0]!);
    return {
      values: Float32Array.of(sign * rate),
      record: (id) =>
        recording.announceHost(
          scalarHost(() => sign * holder.learningRate, "float32"),
          id,
        ),
    };
  };
  try {
    apply();
  } finally {
    recorder.substitute = undefined;
    holder.learningRate = rate;
  }
}

/** The numbers and switches an optimiser's update was recorded with, as a text. The learning rate of tf.js' own classes is
 *  left out, since a recorded update follows it. */
export function optimizerFingerprint(optimizer: Optimizer): string {
  const follows =
    hasPlainRate(optimizer) ||
    byTensor.some(({ prototype }) => Object.getPrototypeOf(optimizer) === prototype);
  let text = "";
  for (const [name, value] of Object.entries(optimizer)) {
    if (name === "iterations_" || (follows && name === "learningRate")) continue;
    if (typeof value === "number" || typeof value === "boolean") text += `${name}=${value} `;
  }
  return text;
}

install();
