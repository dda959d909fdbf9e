/** A function to minimise: its value at a point, with the gradient written into `gradient`. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export interface Minimum {
  point: Float64Array;
  value: number;
  iterations: number;
  /** Whether the largest component of the gradient came below the tolerance. */
  converged: boolean;
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

/** The L-BFGS direction −H·gradient from the last differences of points and gradients (Nocedal & Wright, algorithm 7.4). */
function direction(
  gradient: Float64Array,
  pairs: readonly { step: Float64Array; change: Float64Array; rho: number }[],
): Float64Array {
  const result = gradient.slice();
  const alphas: number[] = [];
  for (const { step, change, rho } of pairs.toReversed()) {
    const alpha = rho * dot(step, result);
    alphas.unshift(alpha);
    for (let i = 0; i < result.length; i++) result[i]! -= alpha * change[i]!;
  }
  const last = pairs.at(-1);
  const scale = last
    ? 1 / (last.rho * dot(last.change, last.change))
    : 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)));
  for (let i = 0; i < result.length; i++) result[i]! *= scale;
  pairs.forEach(({ step, change, rho }, k) => {
    const correction = alphas[k]! - rho * dot(change, result);
    for (let i = 0; i < result.length; i++) result[i]! += correction * step[i]!;
  });
  for (let i = 0; i < result.length; i++) result[i] = -result[i]!;
  return result;
}

/** Minimises a smooth function by limited-memory BFGS with ten pairs and backtracking (Nocedal & Wright 2006, chapter 7).
 *  A generator that yields once per iteration, so that the caller can pause or stop in between.
 *  @param tolerance  of the largest component of the gradient */
export function* lbfgs(
  objective: Objective,
  start: Float64Array,
  { maxIterations, tolerance }: { maxIterations: number; tolerance: number },
): Generator<void, Minimum> {
  let point = Float64Array.from(start);
  let gradient = new Float64Array(point.length);
  let value = objective(point, gradient);
  const pairs: { step: Float64Array; change: Float64Array; rho: number }[] = [];
  const steepest = (): number => gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
  let iterations = 0;
  while (iterations < maxIterations && steepest() > tolerance) {
    const heading = direction(gradient, pairs);
    const slope = dot(heading, gradient);
    let accepted:
      | { point: Float64Array<ArrayBuffer>; gradient: Float64Array<ArrayBuffer>; value: number }
      | undefined;
    // Uphill, no rate is worth a try.
    for (let rate = slope < 0 ? 1 : 0; rate > 1e-10; rate /= 2) {
      const candidate = point.map((x, i) => x + rate * heading[i]!);
      const candidateGradient = new Float64Array(point.length);
      const candidateValue = objective(candidate, candidateGradient);
      if (candidateValue <= value + 1e-4 * rate * slope) {
        accepted = { point: candidate, gradient: candidateGradient, value: candidateValue };
        break;
      }
    }
    if (!accepted) {
      // A stale curvature can point nowhere; once more along the gradient itself, then this is as low as it goes.
      if (pairs.length === 0) break;
      pairs.length = 0;
      continue;
    }
    const before = { point, gradient };
    const step = accepted.point.map((x, i) => x - before.point[i]!);
    const change = accepted.gradient.map((g, i) => g - before.gradient[i]!);
    const curvature = dot(step, change);
    if (curvature > 1e-12) pairs.push({ step, change, rho: 1 / curvature });
    if (pairs.length > 10) pairs.shift();
    ({ point, gradient, value } = accepted);
    iterations++;
    yield;
  }
  return { point, value, iterations, converged: steepest() <= tolerance };
}
