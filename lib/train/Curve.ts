import { meanStretches } from "./meanStretches.ts";
import type { CurvePoint } from "./meanStretches.ts";

const mostPoints = 1_000;
const firstCount = 100;

/** The loss over the steps, in as many points as a plot can use: neighbours are merged when there are too many. */
export class Curve {
  readonly first: number[] = [];
  #stride = 1;
  #points: CurvePoint[] = [];
  #sum = 0;
  #count = 0;

  add(step: number, loss: number): void {
    if (this.first.length < firstCount) this.first.push(loss);
    this.#sum += loss;
    this.#count++;
    if (this.#count < this.#stride) return;
    this.#points.push({ step, loss: this.#sum / this.#count });
    this.#sum = 0;
    this.#count = 0;
    if (this.#points.length < 2 * mostPoints) return;
    this.#points = this.#points
      .filter((_, i) => i % 2 === 1)
      .map((later, i) => ({
        step: later.step,
        loss: (this.#points[2 * i]!.loss + later.loss) / 2,
      }));
    this.#stride *= 2;
  }

  /** At most `most` points, each the mean over an equal stretch of steps. A rest of less than half a stretch counts with
   *  the stretch before it: a mean of a few steps would look like a jump at the end of the curve. */
  points(most = mostPoints): CurvePoint[] {
    return meanStretches(this.#points, most);
  }
}
