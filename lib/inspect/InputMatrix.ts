import type { Dataset } from "../data/index.ts";
import { DataError } from "../errors/index.ts";
import { moments } from "../stats/index.ts";

/** Inputs of a dataset as rows of numbers that distances can be measured between: pictures as they are, columns of tables
 *  scaled to mean 0 and standard deviation 1, so that no unit outweighs another. */
export class InputMatrix {
  readonly size: number;
  /** Numbers per row. */
  readonly width: number;
  /** Whether columns were scaled. */
  readonly scaled: boolean;
  readonly #dataset: Dataset;
  readonly #where: string;
  readonly #mean: Float64Array;
  readonly #factor: Float64Array;

  /** @param scaledLike  takes the scale of another matrix, so that distances between both mean something */
  constructor(dataset: Dataset, where: string, scaledLike?: InputMatrix) {
    this.#dataset = dataset;
    this.#where = where;
    this.size = dataset.size;
    this.width = dataset.shape.reduce((product, axis) => product * axis, 1);
    this.scaled = dataset.kind === "table";
    this.#mean = scaledLike ? scaledLike.#mean : new Float64Array(this.width);
    this.#factor = scaledLike ? scaledLike.#factor : new Float64Array(this.width).fill(1);
    if (this.scaled && !scaledLike) this.#fitScale();
  }

  /** Rows at these positions, row-major `[rows, width]`.
   *  @throws {DataError} when one of them holds NaN or infinity: distances to it would mean nothing */
  rows(positions: ArrayLike<number>): Float32Array {
    const values = this.#dataset.inputsOf(positions);
    for (let i = 0; i < values.length; i++) {
      if (Number.isFinite(values[i])) {
        if (this.scaled)
          values[i] = (values[i]! - this.#mean[i % this.width]!) * this.#factor[i % this.width]!;
        continue;
      }
      const id = this.#dataset.ids[positions[Math.floor(i / this.width)]!];
      const column = this.#dataset.columns?.[i % this.width];
      throw new DataError({
        where: this.#where,
        expected: "finite inputs",
        received: `${values[i]} in the example with id ${id}${column === undefined ? "" : `, column ${column}`}`,
        hint: "inspect.summary counts them; dataset.where leaves them out.",
      });
    }
    return values;
  }

  #fitScale(): void {
    const values = this.#dataset.inputsOf();
    for (let column = 0; column < this.width; column++) {
      const own = Float64Array.from({ length: this.size }, (_, row) => values[row * this.width + column]!);
      const { mean, deviation } = moments(own);
      this.#mean[column] = Number.isFinite(mean) ? mean : 0;
      this.#factor[column] = deviation > 0 ? 1 / deviation : 1;
    }
  }
}
