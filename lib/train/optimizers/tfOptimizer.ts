import type { tf } from "../../engine/index.ts";
import type { Optimizer } from "./Optimizer.ts";

/** One of tf.js's own optimisers, with the learning rate it was made with. It stays its owner's: nothing is disposed. */
export function tfOptimizer(optimizer: tf.Optimizer): Optimizer {
  return {
    name: optimizer.getClassName(),
    settings: optimizer.getConfig() as Record<string, number>,
    scalars: () => [],
    update(variables, gradients) {
      const named: Record<string, tf.Tensor> = {};
      variables.forEach((variable, i) => {
        const gradient = gradients[i];
        if (gradient) named[variable.name] = gradient;
      });
      optimizer.applyGradients(named);
    },
    dispose() {},
  };
}
