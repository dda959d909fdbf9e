import type { Finding } from "./Run.ts";

/** A loss that was not finite. */
export function nonFinite(step: number, epoch: number, keptEpoch: number, curve: readonly object[]): Finding {
  return {
    id: "non-finite",
    verdict: "fail",
    message: `The loss was not finite at step ${step} (epoch ${epoch}). Training stopped; the model has the weights ${keptEpoch === 0 ? "it started with" : `of the end of epoch ${keptEpoch}`}.`,
    advice:
      step <= 10
        ? "Look at the scale of the inputs and targets (inspect.summary), then try a learning rate ten times smaller."
        : "The learning rate is too high for this point of the training: try one ten times smaller, or a schedule that falls.",
    step,
    evidence: { step, epoch, curve },
  };
}

/** Trainable weights without a gradient. */
export function unreached(names: readonly string[]): Finding {
  return {
    id: "frozen-or-unreached-weights",
    verdict: "warn",
    message: `The loss does not depend on ${names.length} trainable ${names.length === 1 ? "weight" : "weights"}: ${names.slice(0, 5).join(", ")}. They stay as they are.`,
    advice: "Look for a layer whose output is not used, or an operation without gradient in between.",
    step: 1,
    evidence: { weights: names },
  };
}
