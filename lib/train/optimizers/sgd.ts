import { tf } from "../../engine/index.ts";
import type { Optimizer } from "./Optimizer.ts";

/** Stochastic gradient descent with momentum as PyTorch computes it: velocity = momentum · velocity + gradient;
 *  weight −= learningRate · velocity (with Nesterov: gradient + momentum · velocity). */
export function sgd({ momentum = 0, nesterov = false } = {}): Optimizer {
  const velocities = new Map<number, tf.Variable>();
  const velocityOf = (variable: tf.Variable): tf.Variable => {
    let found = velocities.get(variable.id);
    if (!found) velocities.set(variable.id, (found = tf.variable(tf.zerosLike(variable), false)));
    return found;
  };
  return {
    name: momentum === 0 ? "sgd" : "momentum",
    settings: momentum === 0 ? {} : { momentum, nesterov },
    scalars: (_step, learningRate) => [learningRate],
    update(variables, gradients, scalars) {
      const [learningRate] = scalars as [tf.Tensor];
      variables.forEach((variable, i) => {
        const gradient = gradients[i];
        if (!gradient) return;
        let change = gradient;
        if (momentum !== 0) {
          const velocity = velocityOf(variable);
          velocity.assign(tf.add(tf.mul(velocity, momentum), gradient));
          change = nesterov ? tf.add(gradient, tf.mul(velocity, momentum)) : velocity;
        }
        variable.assign(tf.sub(variable, tf.mul(change, learningRate)));
      });
    },
    dispose() {
      for (const velocity of velocities.values()) velocity.dispose();
      velocities.clear();
    },
  };
}
