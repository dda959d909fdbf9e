import type { Tensor } from "@tensorflow/tfjs";
import { checkOptions } from "../../errors/index.ts";
import { madeHost, scalarHost } from "./Host.ts";
import { currentStep } from "./StepContext.ts";
import { tf } from "./tfjs.ts";

/** What a host value may be: a number, or numbers in a (nested) array or typed array. */
export type HostValue = number | number[] | number[][] | Float32Array | Int32Array | Uint8Array;

/** Brings a JavaScript value that changes from step to step into a traced step: `value` is called before every step. Without
 *  it, a number used in a step stays what it was when the step was recorded. Outside a traced step it is `tf.tensor(value())`.
 *
 *  ```ts
 *  const step = engine.trace((inputs, targets) => {
 *    const weight = engine.input(() => schedule(epoch));
 *    …
 *  ```
 *  @param value called once per step; must give the same shape every time
 *  @param options.dtype element type, default `"float32"`
 *  @returns a tensor of the value's shape, owned by the caller (inside a step, by the step) */
export function input(
  value: () => HostValue,
  options: { dtype?: "float32" | "int32" | "bool" } = {},
): Tensor {
  checkOptions("engine.input", options, ["dtype"]);
  const { dtype = "float32" } = options;
  const toTensor = (given: HostValue): Tensor =>
    typeof given === "number" ? tf.scalar(given, dtype) : tf.tensor(given, undefined, dtype);
  const recording = currentStep()?.recording;
  const first = value();
  if (!recording) return toTensor(first);
  const host =
    typeof first === "number"
      ? scalarHost(() => value() as number, dtype)
      : madeHost(() => toTensor(value()));
  return recording.addHost(host, () => toTensor(first));
}
