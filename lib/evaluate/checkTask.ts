import type { Dataset } from "../data/index.ts";
import { OptionError } from "../errors/index.ts";

const kinds = { classification: "classes", regression: "values" };

/** That a figure makes sense for the dataset's task. @throws {OptionError} naming the figure for the other task */
export function checkTask(where: string, dataset: Dataset, task: Dataset["task"], hint: string): void {
  if (dataset.task === task) return;
  throw new OptionError({
    where,
    expected: `a dataset with ${kinds[task]}`,
    received: `${dataset.name}, which has ${kinds[dataset.task]}`,
    hint,
  });
}
