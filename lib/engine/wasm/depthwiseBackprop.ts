import * as tf from "@tensorflow/tfjs";
import { padded, seenBy } from "./windows.ts";
import type { ConvInfo } from "./windows.ts";

type Shape4 = [number, number, number, number];

/** A depthwise convolution's attributes. */
export interface DepthwiseAttributes {
  strides: [number, number];
  dilations?: [number, number];
  pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

function geometry(inputShape: Shape4, filterShape: Shape4, attributes: DepthwiseAttributes): ConvInfo {
  const { strides, dilations = [1, 1], pad, dimRoundingMode } = attributes;
  return tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
}

/** Gradient of a depthwise convolution with respect to its filter.
 *  @param x  `[batch, height, width, channels]` @param dy  `[batch, outHeight, outWidth, channels × multiplier]`
 *  @returns `[filterHeight, filterWidth, channels, multiplier]`, owned by the caller */
export function depthwiseBackpropFilter(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filterShape: Shape4,
  attributes: DepthwiseAttributes,
): tf.Tensor4D {
  const info = geometry(x.shape, filterShape, attributes);
  const [height, width, channels, multiplier] = filterShape;
  return tf.tidy(() => {
    const input = padded(x, info);
    const positions = info.batchSize * info.outHeight * info.outWidth;
    const gradient = tf.reshape(dy, [positions, channels, multiplier]);
    const sums: tf.Tensor[] = [];
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        sums.push(
          tf.tidy(() => {
            const window = tf.reshape(seenBy(input, info, row, column), [positions, channels, 1]);
            return tf.sum(tf.mul(window, gradient), 0);
          }),
        );
      }
    }
    return tf.reshape(tf.stack(sums), filterShape);
  });
}

/** Gradient of a depthwise convolution with respect to its input: each output position's gradient, times each weight,
 *  goes back to the input position that the weight saw.
 *  @param dy  `[batch, outHeight, outWidth, channels × multiplier]`
 *  @param filter  `[filterHeight, filterWidth, channels, multiplier]`
 *  @returns `inputShape`, owned by the caller */
export function depthwiseBackpropInput(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  inputShape: Shape4,
  attributes: DepthwiseAttributes,
): tf.Tensor4D {
  const info = geometry(inputShape, filter.shape, attributes);
  const [filterHeight, filterWidth, channels, multiplier] = filter.shape;
  const { batchSize, outHeight, outWidth, strideHeight, strideWidth, padInfo } = info;
  const [, height, width] = inputShape;
  const paddedHeight = Math.max(
    padInfo.top + height,
    (outHeight - 1) * strideHeight + (filterHeight - 1) * info.dilationHeight + strideHeight,
  );
  const paddedWidth = Math.max(
    padInfo.left + width,
    (outWidth - 1) * strideWidth + (filterWidth - 1) * info.dilationWidth + strideWidth,
  );
  return tf.tidy(() => {
    const gradient = tf.reshape(dy, [batchSize * outHeight * outWidth, channels, multiplier]);
    let total: tf.Tensor4D = tf.zeros([batchSize, paddedHeight, paddedWidth, channels]);
    for (let row = 0; row < filterHeight; row++) {
      for (let column = 0; column < filterWidth; column++) {
        const before = total;
        total = tf.tidy(() => {
          const weight = tf.reshape(tf.slice(filter, [row, column, 0, 0], [1, 1, -1, -1]), [
            1,
            channels,
            multiplier,
          ]);
          const part: tf.Tensor4D = tf.reshape(tf.sum(tf.mul(gradient, weight), 2), [
            batchSize,
            outHeight,
            outWidth,
            channels,
          ]);
          const spread = spreadOut(part, strideHeight, strideWidth);
          const top = row * info.dilationHeight;
          const left = column * info.dilationWidth;
          return tf.add(
            before,
            tf.pad(spread, [
              [0, 0],
              [top, paddedHeight - top - spread.shape[1]],
              [left, paddedWidth - left - spread.shape[2]],
              [0, 0],
            ]),
          );
        });
        before.dispose();
      }
    }
    return tf.slice(total, [0, padInfo.top, padInfo.left, 0], inputShape);
  });
}

/** Moves rows and columns apart, with zeros between: `[batch, height × rowStride, width × columnStride, channels]`. */
function spreadOut(x: tf.Tensor4D, rowStride: number, columnStride: number): tf.Tensor4D {
  if (rowStride === 1 && columnStride === 1) return x;
  const [batch, height, width, channels] = x.shape;
  // Zeros after each row: as more "columns" of it; then after each column: as more "channels" of it.
  const rows = tf.pad(tf.reshape(x, [batch * height, width * channels]), [
    [0, 0],
    [0, (rowStride - 1) * width * channels],
  ]);
  const columns = tf.pad(tf.reshape(rows, [batch * height * rowStride * width, channels]), [
    [0, 0],
    [0, (columnStride - 1) * channels],
  ]);
  return tf.reshape(columns, [batch, height * rowStride, width * columnStride, channels]);
}
