import { checkOptions, OptionError } from "../../errors/index.ts";
// For their effect on tf.js: its optimisers, random ops and batch normalisation learn to be recorded.
// oxlint-disable-next-line import/no-unassigned-import
import "./batchNormalization.ts";
// oxlint-disable-next-line import/no-unassigned-import
import "./optimizers.ts";
// oxlint-disable-next-line import/no-unassigned-import
import "./seededRandom.ts";
import { TracedStep } from "./TracedStep.ts";
import type { TraceInfo } from "./TraceInfo.ts";

/** A step that runs as one TensorFlow function. */
export interface Traced<Arguments extends unknown[], Result> {
  (...args: Arguments): Result;
  readonly info: TraceInfo;
  /** Number of the next step, from 0: with the seed it decides what random ops draw. Set it to go on where another run
   *  stopped. */
  step: number;
  /** Frees the functions and the tensors they hold. The step can't be called any more. */
  dispose(): void;
  [Symbol.dispose](): void;
}

export interface TraceOptions {
  /** Decides what dropout, noise and other random ops of the step draw. Default 0. */
  seed?: number;
  /** Compile with XLA: starts slower; faster for many small element-wise ops, slower for convolutions on a CPU.
   *  Random ops then draw other numbers than without, still the same in every run. Default false. */
  xla?: boolean;
  /** `"eager"` runs op by op, with the same random numbers. Default `"graph"`. */
  mode?: "graph" | "eager";
  /** Values that the step depends on beside its arguments (the optimizer, a mode): when one is another than before, the step
   *  is recorded anew. Called at each step. */
  dependsOn?: () => readonly unknown[];
  /** Called once when the step turns out not to fit into a graph, with the reason. Default: a line on stderr. */
  onFallback?: (reason: string) => void;
}

const known = [
  "seed",
  "xla",
  "mode",
  "dependsOn",
  "onFallback",
] as const satisfies readonly (keyof TraceOptions)[];

/** Makes a function of tensors fast: what it does is recorded while it runs (forward pass, gradients, optimiser's update, all
 *  tensor ops), and from then on runs as one TensorFlow function. Results and updates are those of the step itself, to the
 *  last few bits of float32.
 *
 *  ```ts
 *  const step = engine.trace((inputs: tf.Tensor, targets: tf.Tensor) => {
 *    const { value, grads } = tf.variableGrads(() => loss(targets, model.apply(inputs, { training: true }) as tf.Tensor));
 *    optimizer.applyGradients(grads);
 *    return value;
 *  });
 *  ```
 *  The first calls run op by op, until two recordings agree (optimisers make their variables at the first call). Other element
 *  types, shapes or plain values are recorded of their own, up to 8 kept. A variable's `trainable`, an optimiser's settings,
 *  and `dependsOn` are watched, and lead to a new recording; the learning rate of tf.js' own optimisers is followed without
 *  one. Other JavaScript values that change belong into the arguments or into `engine.input`.
 *
 *  Random ops (`tf.dropout`, `tf.randomNormal`, the dropout and noise layers) draw new numbers at every step, from `seed`, the
 *  seed they were given, and the step's number; also where tf.js alone would repeat one seeded mask.
 *
 *  Reading data while the step runs (`dataSync`), shapes that depend on data (`tf.where` of one argument, `tf.unique`),
 *  `Math.random`, or doing something else at every call can't be in a graph: then it goes on op by op, and `info.reason` says why.
 *  So it does on the wasm and cpu engines, and within `tf.grad`. Effects in JavaScript (counting, logging) happen only while it
 *  runs op by op.
 *  @param step tensors, arrays and plain objects in and out; must not be async. Its intermediate tensors are tidied
 *  @returns a function like `step`, whose tensors the caller owns. `dispose` it, or its memory stays taken
 *  @throws {OptionError} when `step` is no function or async */
export function trace<Arguments extends unknown[], Result>(
  step: (...args: Arguments) => Result,
  options: TraceOptions = {},
): Traced<Arguments, Result> {
  checkOptions("engine.trace", options, known);
  if (typeof step !== "function" || step.constructor.name === "AsyncFunction") {
    throw new OptionError({
      where: "engine.trace",
      expected: "a function that isn't async",
      received: typeof step === "function" ? "an async function" : typeof step,
      hint: "Await what the step needs before calling it.",
    });
  }
  const { seed = 0, xla = false, mode = "graph", dependsOn, onFallback = say } = options;
  const traced = new TracedStep(step, { seed, xla, mode, dependsOn, onFallback });
  const call = (...args: Arguments): Result => traced.call(args) as Result;
  return Object.defineProperties(call, {
    info: { get: () => traced.info() },
    step: {
      get: () => traced.step,
      set: (next: number) => {
        traced.step = next;
      },
    },
    dispose: { value: () => traced.dispose() },
    [Symbol.dispose]: { value: () => traced.dispose() },
  }) as Traced<Arguments, Result>;
}

function say(reason: string): void {
  process.stderr.write(`A traced step runs op by op, because ${reason}.\n`);
}
