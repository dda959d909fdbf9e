import type { Dataset } from "../data/index.ts";
import type { Displayable } from "../display/index.ts";
import { checkOptions } from "../errors/index.ts";
import { wilsonInterval } from "../stats/index.ts";
import { checkTask } from "./checkTask.ts";
import { presentMeasure } from "./Measure.ts";
import type { Measure } from "./Measure.ts";
import { predict } from "./predict.ts";
import type { Predictor } from "./Predictor.ts";

/** Share of examples whose most probable class is theirs, over the whole dataset, with Wilson's 95 % interval.
 *  @throws {OptionError} for a regression dataset */
export async function accuracy(
  source: Predictor,
  dataset: Dataset,
  options: { batchSize?: number } = {},
): Promise<Measure & Displayable> {
  const where = "evaluate.accuracy";
  checkOptions(where, options, ["batchSize"]);
  checkTask(where, dataset, "classification", "For values there is evaluate.rmse.");
  const { predictions, predictor, count } = await predict(source, dataset, options);
  let right = 0;
  for (let i = 0; i < count; i++) if (predictions[i] === dataset.targets[i]) right++;
  return presentMeasure({
    metric: "accuracy",
    value: right / count,
    ...wilsonInterval(right, count),
    count,
    predictor,
    dataset: dataset.name,
  });
}
