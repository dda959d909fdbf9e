import type { LayersModel, Optimizer, Scalar, Tensor } from "@tensorflow/tfjs";
import { tf } from "../../../../lib/engine/index.ts";
import { trace } from "../../../../lib/engine/trace/index.ts";
import type { Traced, TraceOptions } from "../../../../lib/engine/trace/index.ts";

/** A training step as `train.fit` writes it. */
export function trainingStep(
  model: LayersModel,
  optimizer: Optimizer,
  options: TraceOptions = {},
): Traced<[Tensor, Tensor], Scalar> {
  return trace((inputs: Tensor, targets: Tensor) => {
    const { value, grads } = tf.variableGrads(
      () => {
        const outputs = model.apply(inputs, { training: true }) as Tensor;
        const penalty = model
          .calculateLosses()
          .reduce<Tensor>((sum, loss) => tf.add(sum, loss), tf.scalar(0));
        return tf.add<Scalar>(tf.losses.meanSquaredError(targets, outputs), penalty);
      },
      model.trainableWeights.map((weight) => weight.read() as never),
    );
    optimizer.applyGradients(grads);
    return value;
  }, options);
}

/** Trains for `steps` steps on one batch. @returns the losses and the weights at the end */
export function losses(
  step: (inputs: Tensor, targets: Tensor) => Scalar,
  inputs: Tensor,
  targets: Tensor,
  steps: number,
  before: (step: number) => void = () => {},
): number[] {
  return Array.from({ length: steps }, (_, i) => {
    before(i);
    const loss = step(inputs, targets);
    const [value] = loss.dataSync();
    loss.dispose();
    return value!;
  });
}

/** The largest difference of two lists of numbers, relative to the largest number. NaN when one has a NaN. */
export function relativeDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.NaN;
  let difference = 0;
  let size = 1e-12;
  for (let i = 0; i < a.length; i++) {
    difference = Math.max(difference, Math.abs(a[i]! - b[i]!));
    size = Math.max(size, Math.abs(a[i]!));
    if (Number.isNaN(a[i]! - b[i]!)) return Number.NaN;
  }
  return difference / size;
}

/** All weights of a model, one after another. */
export function weightsOf(model: LayersModel): number[] {
  return model.getWeights().flatMap((weight) => Array.from(weight.dataSync()));
}
