import * as tf from "@tensorflow/tfjs";

/** Einstein summation of one or two tensors, as one matrix product where there are two.
 *  @param equation  `bij,bjk->bik`, as tf.einsum takes it @returns owned by the caller */
export function einsum(equation: string, tensors: readonly tf.Tensor[]): tf.Tensor {
  const { allDims, idDims } = tf.backend_util.decodeEinsumEquation(equation, tensors.length);
  tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, [...tensors]);
  const [left = "", output = ""] = equation.replaceAll(" ", "").split("->");
  const labels = left.split(",");
  return tf.tidy(() => {
    const [first, second] = tensors;
    if (!second) return arrange(sumOver(first!, labels[0]!, output), kept(labels[0]!, output), output);
    const [a, b] = [labels[0]!, labels[1]!];
    // What only one of them has and the result lacks is summed at once.
    const aLabels = kept(a, b + output);
    const bLabels = kept(b, a + output);
    const shared = Array.from(aLabels).filter((label) => bLabels.includes(label));
    const batch = shared.filter((label) => output.includes(label)).join("");
    const summed = shared.filter((label) => !output.includes(label)).join("");
    const aOnly = Array.from(aLabels)
      .filter((label) => !shared.includes(label))
      .join("");
    const bOnly = Array.from(bLabels)
      .filter((label) => !shared.includes(label))
      .join("");
    const aTensor = arrange(sumOver(first!, a, aLabels), aLabels, batch + aOnly + summed);
    const bTensor = arrange(sumOver(second, b, bLabels), bLabels, batch + summed + bOnly);
    const sizes = new Map<string, number>();
    for (const [i, label] of Array.from(batch + aOnly + summed).entries())
      sizes.set(label, aTensor.shape[i]!);
    for (const [i, label] of Array.from(batch + summed + bOnly).entries())
      sizes.set(label, bTensor.shape[i]!);
    const count = (names: string): number =>
      Array.from(names).reduce((product, label) => product * sizes.get(label)!, 1);
    const product = tf.matMul(
      tf.reshape(aTensor, [count(batch), count(aOnly), count(summed)]),
      tf.reshape(bTensor, [count(batch), count(summed), count(bOnly)]),
    );
    const productLabels = batch + aOnly + bOnly;
    const shaped = tf.reshape(
      product,
      Array.from(productLabels).map((label) => sizes.get(label)!),
    );
    return arrange(shaped, productLabels, output);
  });
}

/** The labels that also stand in `wanted`, in their order. */
function kept(labels: string, wanted: string): string {
  return Array.from(labels)
    .filter((label) => wanted.includes(label))
    .join("");
}

/** The tensor summed over the axes whose label isn't wanted. */
function sumOver(tensor: tf.Tensor, labels: string, wanted: string): tf.Tensor {
  const axes = Array.from(labels).flatMap((label, axis) => (wanted.includes(label) ? [] : [axis]));
  return axes.length > 0 ? tf.sum(tensor, axes) : tensor;
}

/** The tensor with its axes in another order. */
function arrange(tensor: tf.Tensor, labels: string, wanted: string): tf.Tensor {
  return labels === wanted
    ? tf.clone(tensor)
    : tf.transpose(
        tensor,
        Array.from(wanted).map((label) => labels.indexOf(label)),
      );
}
