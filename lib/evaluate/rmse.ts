import type { Dataset } from "../data/index.ts";
import type { Displayable } from "../display/index.ts";
import { checkOptions } from "../errors/index.ts";
import { rootMeanSquare } from "../stats/index.ts";
import { checkTask } from "./checkTask.ts";
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
  checkTask(where, dataset, "regression", "For classes there is evaluate.accuracy.");
  const { predictions, predictor, count } = await predict(source, dataset, options);
  const squares = Float64Array.from(
    { length: count },
    (_, i) => (predictions[i]! - dataset.targets[i]!) ** 2,
  );
  return presentMeasure({
    metric: "RMSE",
    ...rootMeanSquare(squares),
    count,
    predictor,
    dataset: dataset.name,
  });
}
