import type * as tf from "@tensorflow/tfjs";

/** A pooling's geometry, as tf.js computes it. */
export type PoolInfo = ReturnType<typeof tf.backend_util.computePool2DInfo>;

/** Gradient of max pooling: each output's gradient goes to the first of the largest values in its window.
 *  The wasm package's own kernel loses part of it when the window's size is even.
 *  @param x  `[batch, inHeight, inWidth, channels]` @param dy  `[batch, outHeight, outWidth, channels]`
 *  @returns as long as `x` */
export function maxPoolGrad(x: Float32Array, dy: Float32Array, info: PoolInfo): Float32Array {
  const { batchSize, inChannels: channels, inHeight, inWidth, outHeight, outWidth, padInfo } = info;
  const dx = new Float32Array(x.length);
  let output = 0;
  for (let batch = 0; batch < batchSize; batch++) {
    for (let row = 0; row < outHeight; row++) {
      const top = row * info.strideHeight - padInfo.top;
      for (let column = 0; column < outWidth; column++) {
        const left = column * info.strideWidth - padInfo.left;
        for (let channel = 0; channel < channels; channel++, output++) {
          let largest = -Infinity;
          let winner = -1;
          for (let y = top; y < top + info.effectiveFilterHeight; y += info.dilationHeight) {
            if (y < 0 || y >= inHeight) continue;
            for (let z = left; z < left + info.effectiveFilterWidth; z += info.dilationWidth) {
              if (z < 0 || z >= inWidth) continue;
              const position = ((batch * inHeight + y) * inWidth + z) * channels + channel;
              if (winner >= 0 && !(x[position]! > largest)) continue;
              largest = x[position]!;
              winner = position;
            }
          }
          if (winner >= 0) dx[winner]! += dy[output]!;
        }
      }
    }
  }
  return dx;
}
