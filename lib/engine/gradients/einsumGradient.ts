import * as tf from "@tensorflow/tfjs";

/** Gives tf.einsum the gradient that tf.js lacks, on every engine: with respect to one operand it is the einsum of the
 *  output's gradient with the other operand. */
export function registerEinsumGradient(): void {
  if (tf.getGradient("Einsum")) return;
  tf.registerGradient({
    kernelName: "Einsum",
    inputsToSave: [],
    saveAllInputs: true,
    gradFunc: (dy, saved, attributes) => {
      const [left = "", output = ""] = (attributes["equation"] as unknown as string)
        .replaceAll(" ", "")
        .split("->");
      const labels = left.split(",");
      return Object.fromEntries(
        labels.map((own, i) => [
          String(i),
          () => gradient(own, saved[i]!.shape, output, dy as tf.Tensor, labels[1 - i], saved[1 - i]),
        ]),
      );
    },
  });
}

function gradient(
  own: string,
  shape: number[],
  output: string,
  dy: tf.Tensor,
  otherLabels: string | undefined,
  other: tf.Tensor | undefined,
): tf.Tensor {
  // A label that this operand alone has was summed over: every value along it gets the same gradient.
  const reachable = Array.from(own)
    .filter((label) => (output + (otherLabels ?? "")).includes(label))
    .join("");
  const terms = other ? `${output},${otherLabels}` : output;
  const reduced = tf.einsum(`${terms}->${reachable}`, ...(other ? [dy, other] : [dy]));
  const open = shape.map((size, axis) => (reachable.includes(own[axis]!) ? size : 1));
  return tf.broadcastTo(tf.reshape(reduced, open), shape);
}
