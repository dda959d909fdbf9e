import * as tf from "@tensorflow/tfjs";

/** A convolution's geometry, as tf.js computes it. */
export type ConvInfo = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

/** The input with the convolution's padding around it, so that every window lies inside.
 *  @param x  `[batch, height, width, channels]` @returns owned by the caller */
export function padded(x: tf.Tensor4D, { padInfo: { top, bottom, left, right } }: ConvInfo): tf.Tensor4D {
  return tf.pad(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
}

/** What one weight of the filter, at `row` and `column`, sees of the padded input: `[batch, outHeight, outWidth, channels]`. */
export function seenBy(input: tf.Tensor4D, info: ConvInfo, row: number, column: number): tf.Tensor4D {
  const top = row * info.dilationHeight;
  const left = column * info.dilationWidth;
  return tf.stridedSlice(
    input,
    [0, top, left, 0],
    [
      info.batchSize,
      top + (info.outHeight - 1) * info.strideHeight + 1,
      left + (info.outWidth - 1) * info.strideWidth + 1,
      info.inChannels,
    ],
    [1, info.strideHeight, info.strideWidth, 1],
  ) as tf.Tensor4D;
}
