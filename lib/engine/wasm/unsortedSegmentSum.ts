import * as tf from "@tensorflow/tfjs";

/** Sums of the rows that share a segment; rows whose id lies outside 0 … `segments` − 1 count nowhere.
 *  It is the gradient of `tf.gather`, so of every embedding.
 *  @param x  `[rows, …]` @param ids  `[rows]`, int32 @returns `[segments, …]`, owned by the caller */
export function unsortedSegmentSum(x: tf.Tensor, ids: tf.Tensor1D, segments: number): tf.Tensor {
  return tf.tidy(() => {
    const [rows = 0, ...rest] = x.shape;
    const inside = tf.logicalAnd(tf.greaterEqual(ids, 0), tf.less(ids, segments));
    const flat = tf.reshape(x, [rows, tf.util.sizeFromShape(rest)]);
    const counted = tf.where(tf.reshape(inside, [rows, 1]), flat, tf.zerosLike(flat));
    const safe = tf.reshape(tf.where(inside, ids, tf.zerosLike(ids)), [rows, 1]);
    const sums = tf.scatterND(tf.cast(safe, "int32"), counted, [segments, counted.shape[1]!]);
    return tf.reshape(sums, [segments, ...rest]);
  });
}
