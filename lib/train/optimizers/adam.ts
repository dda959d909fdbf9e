import { tf } from "../../engine/index.ts";
import type { Optimizer } from "./Optimizer.ts";

/** Adam (Kingma & Ba 2015) as PyTorch computes it: the bias corrections of both moments depend on the step alone, so they
 *  are folded into two scalars, the step size and epsilon. State: two moments per weight, created at the first update. */
export function adam({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = {}): Optimizer {
  const moments = new Map<number, { first: tf.Variable; second: tf.Variable }>();
  const momentsOf = (variable: tf.Variable): { first: tf.Variable; second: tf.Variable } => {
    let found = moments.get(variable.id);
    if (!found) {
      const zeros = tf.zerosLike(variable);
      found = { first: tf.variable(zeros, false), second: tf.variable(zeros, false) };
      moments.set(variable.id, found);
    }
    return found;
  };
  return {
    name: "adam",
    settings: { beta1, beta2, epsilon },
    scalars(step, learningRate) {
      const second = Math.sqrt(1 - beta2 ** step);
      return [(learningRate * second) / (1 - beta1 ** step), epsilon * second];
    },
    update(variables, gradients, scalars) {
      const [stepSize, offset] = scalars as [tf.Tensor, tf.Tensor];
      variables.forEach((variable, i) => {
        const gradient = gradients[i];
        if (!gradient) return;
        const { first, second } = momentsOf(variable);
        first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
        second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
        const change = tf.div(tf.mul(first, stepSize), tf.add(tf.sqrt(second), offset));
        variable.assign(tf.sub(variable, change));
      });
    },
    dispose() {
      for (const { first, second } of moments.values()) tf.dispose([first, second]);
      moments.clear();
    },
  };
}
