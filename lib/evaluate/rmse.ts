import type { Dataset } from "../data/index.ts";
import type { Displayable } from "../display/index.ts";
import { checkOptions, OptionError } from "../errors/index.ts";
import { presentMeasure } from "./Measure.ts";
import type { Measure } from "./Measure.ts";
import { predict } from "./predict.ts";
import type { Predictor } from "./Predictor.ts";

/** Root of the mean squared error over the whole dataset, in units of the target. The 95 % interval is that of the mean
 *  squared error by its standard error.
 *  @throws {OptionError} for a dataset with classes */
export async function rmse(
  source: Predictor,
  dataset: Dataset,
  options: { batchSize?: number } = {},
): Promise<Measure & Displayable> {
  const where = "evaluate.rmse";
  checkOptions(where, options, ["batchSize"]);
  if (dataset.task !== "regression") {
    throw new OptionError({
      where,
      expected: "a dataset with values to predict",
      received: `${dataset.name}, which has classes`,
      hint: "For classes there is evaluate.accuracy.",
    });
  }
  const { predictions, predictor, count } = await predict(source, dataset, options);
  let sum = 0;
  let sumOfSquares = 0;
  for (let i = 0; i < count; i++) {
    const squared = (predictions[i]! - dataset.targets[i]!) ** 2;
    sum += squared;
    sumOfSquares += squared * squared;
  }
  const mean = sum / count;
  const error = 1.959963984540054 * Math.sqrt(Math.max(0, sumOfSquares / count - mean * mean) / count);
  return presentMeasure({
    metric: "RMSE",
    value: Math.sqrt(mean),
    low: Math.sqrt(Math.max(0, mean - error)),
    high: Math.sqrt(mean + error),
    count,
    predictor,
    dataset: dataset.name,
  });
}
