import { engine } from "../engine/index.ts";
import type { tf } from "../engine/index.ts";

/** A step as one function of the engine, where it can be recorded; else the step itself. */
export interface TracedStep {
  run(given: tf.Tensor[]): tf.Tensor;
  /** Why it runs op by op on an engine that could do better; undefined when all is well. */
  readonly fallback: string | undefined;
  dispose(): void;
}

/** Hands a step to `engine.trace`.
 *  @param step  tensors in, one tensor out, which the caller owns
 *  @param seed  decides what dropout and the other random ops draw */
export function traced(step: (given: tf.Tensor[]) => tf.Tensor, { seed = 0 } = {}): TracedStep {
  let fallback: string | undefined;
  const recorded = engine.trace((...given: tf.Tensor[]) => step(given), {
    seed,
    onFallback: (reason) => {
      fallback = reason;
    },
  });
  return {
    run: (given) => recorded(...given),
    get fallback() {
      return fallback;
    },
    dispose: () => recorded.dispose(),
  };
}
