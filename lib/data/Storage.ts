/** Holds the inputs of all examples of a source and decodes those that are asked for. Datasets that are views of one
 *  source (splits, samples, sorted or filtered) share one storage. */
export class Storage {
  readonly #values: Float32Array | Uint8Array;
  readonly #low: number;
  /** What one step of a byte is worth. */
  readonly #step: number;

  /** @param width values per example   @param range what bytes 0 and 255 stand for */
  constructor(
    values: Float32Array | Uint8Array,
    readonly width: number,
    range: readonly [number, number],
  ) {
    this.#values = values;
    this.#low = range[0];
    this.#step = (range[1] - range[0]) / 255;
  }

  /** Inputs of the examples at positions `index[rows[i]]`, row-major. Bytes become `low + byte · (high − low) / 255`, which
   *  in the range [0, 1] is exactly byte / 255 in float32. */
  decode(rows: ArrayLike<number>, index: Uint32Array | undefined): Float32Array {
    const { width } = this;
    const values = this.#values;
    const decoded = new Float32Array(rows.length * width);
    for (let i = 0, out = 0; i < rows.length; i++, out += width) {
      const row = rows[i]!;
      const start = (index === undefined ? row : index[row]!) * width;
      // `set` converts bytes natively; converting them in a loop takes twice as long, on the engine three times.
      decoded.set(values.subarray(start, start + width), out);
    }
    if (values instanceof Float32Array) return decoded;
    const step = this.#step;
    const low = this.#low;
    if (low === 0) for (let i = 0; i < decoded.length; i++) decoded[i]! *= step;
    else for (let i = 0; i < decoded.length; i++) decoded[i] = low + decoded[i]! * step;
    return decoded;
  }
}
