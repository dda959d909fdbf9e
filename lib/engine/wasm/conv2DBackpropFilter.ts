import * as tf from "@tensorflow/tfjs";
import { padded, seenBy } from "./windows.ts";

/** Bytes of windows that are laid out at once. More of them make one big product of several small ones, at the cost of memory. */
const windowBytes = 64e6;

/** Gradient of a convolution with respect to its filter: for each weight, the product of what it saw with the output's
 *  gradient, summed over batch and positions.
 *  @param x  `[batch, height, width, inChannels]` @param dy  `[batch, outHeight, outWidth, outChannels]`
 *  @returns `[filterHeight, filterWidth, inChannels, outChannels]`, owned by the caller */
export function conv2DBackpropFilter(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filterShape: [number, number, number, number],
  attributes: {
    strides: [number, number];
    pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
    dimRoundingMode?: "floor" | "round" | "ceil";
  },
): tf.Tensor4D {
  const { strides, pad, dimRoundingMode } = attributes;
  const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode);
  return tf.tidy(() => {
    const input = padded(x, info);
    const positions = info.batchSize * info.outHeight * info.outWidth;
    const gradient = tf.reshape(dy, [positions, info.outChannels]);
    const together = Math.max(1, Math.floor(windowBytes / (4 * positions * info.inChannels)));
    const weights = info.filterHeight * info.filterWidth;
    const products: tf.Tensor2D[] = [];
    for (let start = 0; start < weights; start += together) {
      products.push(
        tf.tidy(() => {
          const windows: tf.Tensor2D[] = [];
          for (let weight = start; weight < Math.min(start + together, weights); weight++) {
            const row = Math.floor(weight / info.filterWidth);
            const window = seenBy(input, info, row, weight % info.filterWidth);
            windows.push(tf.reshape(window, [positions, info.inChannels]));
          }
          // wasm multiplies fast only when neither factor is given transposed.
          return tf.matMul(tf.transpose(tf.concat(windows, 1)), gradient);
        }),
      );
    }
    return tf.reshape(tf.concat(products, 0), filterShape);
  });
}
