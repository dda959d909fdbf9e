/** The position of the largest value in each row; the lowest one on a tie.
 *  @param values  `[rows, width]` row-major, without NaN */
export function argMaxRows(values: ArrayLike<number>, width: number): Int32Array {
  return Int32Array.from({ length: values.length / width }, (_, row) => {
    let best = 0;
    for (let k = 1; k < width; k++) if (values[row * width + k]! > values[row * width + best]!) best = k;
    return best;
  });
}
