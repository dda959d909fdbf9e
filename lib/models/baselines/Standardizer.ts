import type { Dataset } from "../../data/index.ts";
import { featureCount, inputBlocks } from "./inputBlocks.ts";

/** Per-column shift and scale, learnt from the training set alone. Images keep their common scale; the columns of a table
 *  are brought to mean 0 and standard deviation 1 (population formula; a constant column is only shifted), because a
 *  distance or a penalty over raw columns would depend on their units. */
export class Standardizer {
  private constructor(
    readonly mean: Float64Array,
    readonly scale: Float64Array,
  ) {}

  static fit(training: Dataset): Standardizer {
    const features = featureCount(training);
    const mean = new Float64Array(features);
    const scale = new Float64Array(features).fill(1);
    if (training.kind === "images") return new Standardizer(mean, scale);
    for (const { rows, values } of inputBlocks(training)) {
      for (let i = 0; i < rows * features; i++) mean[i % features]! += values[i]! / training.size;
    }
    const variance = new Float64Array(features);
    for (const { rows, values } of inputBlocks(training)) {
      for (let i = 0; i < rows * features; i++) {
        variance[i % features]! += (values[i]! - mean[i % features]!) ** 2 / training.size;
      }
    }
    for (let j = 0; j < features; j++) {
      // Rounding leaves a constant column of large values with a tiny variance; it is constant all the same.
      const noise = (Math.abs(mean[j]!) * 1e-6) ** 2;
      if (variance[j]! > noise) scale[j] = Math.sqrt(variance[j]!);
    }
    return new Standardizer(mean, scale);
  }

  /** Standardises in place. @returns the same array */
  apply(values: Float32Array): Float32Array {
    const features = this.mean.length;
    for (let i = 0; i < values.length; i++) {
      values[i] = (values[i]! - this.mean[i % features]!) / this.scale[i % features]!;
    }
    return values;
  }
}
