import { tf } from "../engine/index.ts";

/** Holds the inputs of all examples of a source and decodes those that are asked for. Datasets that are views of one
 *  source (splits, samples, sorted or filtered) share one storage.
 *
 *  Bytes are decoded as `low + (byte / 255) · (high − low)` in float32, either here or on the engine, with equal results. */
export class Storage {
  readonly #values: Float32Array | Uint8Array;
  readonly #low: number;
  readonly #span: number;

  /** @param width values per example */
  constructor(
    values: Float32Array | Uint8Array,
    readonly width: number,
    range: readonly [number, number],
  ) {
    this.#values = values;
    this.#low = range[0];
    this.#span = Math.fround(range[1] - range[0]);
  }

  /** Stored values of the examples at positions `index[rows[i]]`, as float32 but not yet decoded. */
  gather(rows: ArrayLike<number>, index: Uint32Array | undefined): Float32Array {
    const { width } = this;
    const values = this.#values;
    const gathered = new Float32Array(rows.length * width);
    for (let i = 0, out = 0; i < rows.length; i++, out += width) {
      const row = rows[i]!;
      const start = (index === undefined ? row : index[row]!) * width;
      // `set` converts bytes natively, six times as fast as a loop.
      gathered.set(values.subarray(start, start + width), out);
    }
    return gathered;
  }

  decode(rows: ArrayLike<number>, index: Uint32Array | undefined): Float32Array {
    const decoded = this.gather(rows, index);
    if (this.#values instanceof Float32Array) return decoded;
    for (let i = 0; i < decoded.length; i++) decoded[i] = decoded[i]! / 255;
    if (this.#low === 0 && this.#span === 1) return decoded;
    for (let i = 0; i < decoded.length; i++) decoded[i] = Math.fround(decoded[i]! * this.#span) + this.#low;
    return decoded;
  }

  /** @returns decoded inputs `[rows, ...shape]`, owned by the caller */
  decodeTensor(rows: ArrayLike<number>, index: Uint32Array | undefined, shape: readonly number[]): tf.Tensor {
    // tf.js's plain JavaScript backend divides thirty times slower than a loop does.
    if (tf.getBackend() === "cpu")
      return tf.tensor(this.decode(rows, index), [rows.length, ...shape], "float32");
    return tf.tidy(() => {
      const stored = tf.tensor(this.gather(rows, index), [rows.length, ...shape], "float32");
      if (this.#values instanceof Float32Array || rows.length === 0) return stored;
      const unit = tf.div(stored, 255);
      return this.#low === 0 && this.#span === 1 ? unit : tf.add(tf.mul(unit, this.#span), this.#low);
    });
  }
}
