/** Solves A·x = b for a symmetric positive definite A `[n, n]` row-major, by Cholesky decomposition in double precision.
 *  `A` is overwritten. */
export function solveCholesky(A: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < j; k++) {
      const factor = A[j * n + k]!;
      for (let i = j; i < n; i++) A[i * n + j]! -= A[i * n + k]! * factor;
    }
    const pivot = Math.sqrt(A[j * n + j]!);
    for (let i = j; i < n; i++) A[i * n + j]! /= pivot;
  }
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= A[i * n + k]! * x[k]!;
    x[i]! /= A[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= A[k * n + i]! * x[k]!;
    x[i]! /= A[i * n + i]!;
  }
  return x;
}
