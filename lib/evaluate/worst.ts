import type { Dataset } from "../data/index.ts";
import { displayable, displaySymbol, formatNumber, imageGrid, table } from "../display/index.ts";
import type { Displayable, MimeBundle } from "../display/index.ts";
import { checkCount, checkOptions, OptionError } from "../errors/index.ts";
import { predict } from "./predict.ts";
import type { Predictor } from "./Predictor.ts";

/** One example that went badly. */
export interface WorstExample {
  id: number | string;
  /** Position in the dataset. */
  row: number;
  loss: number;
  /** Class name, or value. */
  truth: string | number;
  prediction: string | number;
  /** Probability of the predicted class, and of the true one; classification only. */
  confidence?: number;
  probabilityOfTruth?: number;
}

export interface Worst {
  predictor: string;
  dataset: string;
  /** Examples that were looked at. */
  count: number;
  /** Highest loss first. */
  examples: WorstExample[];
}

/** The examples with the highest loss, with truth, prediction and confidence: where labels are wrong, the data odd, or the
 *  model blind. Images are shown, rows of a table listed. The ids lead back: `dataset.where(worst.examples.map((e) => e.id))`.
 *  @param options.count  how many, default 20   @throws {OptionError} for a baseline without probabilities */
export async function worst(
  source: Predictor,
  dataset: Dataset,
  options: { count?: number; batchSize?: number } = {},
): Promise<Worst & Displayable> {
  const where = "evaluate.worst";
  checkOptions(where, options, ["count", "batchSize"]);
  const { count = 20, ...rest } = options;
  checkCount(where, "count", count);
  const result = await predict(source, dataset, rest);
  const { losses, probabilities, predictions } = result;
  if (!losses) {
    throw new OptionError({
      where,
      expected: "a predictor with probabilities",
      received: `${result.predictor}, which has none`,
    });
  }
  // NaN first: nothing is worse than an example without a loss.
  const rank = (row: number): number => (Number.isNaN(losses[row]) ? Infinity : losses[row]!);
  const order = Array.from({ length: dataset.size }, (_, row) => row)
    .toSorted((a, b) => rank(b) - rank(a) || a - b)
    .slice(0, count);
  const name = (label: number): string | number =>
    dataset.task === "classification" ? (dataset.classes?.[label] ?? String(label)) : label;
  const classes = probabilities ? probabilities.length / dataset.size : 0;
  const examples = order.map((row) => {
    const [truth, prediction] = [dataset.targets[row]!, predictions[row]!];
    const example: WorstExample = {
      id: dataset.ids[row]!,
      row,
      loss: losses[row]!,
      truth: name(truth),
      prediction: name(prediction),
    };
    if (probabilities) {
      example.confidence = probabilities[row * classes + prediction]!;
      example.probabilityOfTruth = probabilities[row * classes + truth]!;
    }
    return example;
  });
  const data: Worst = { predictor: result.predictor, dataset: dataset.name, count: dataset.size, examples };
  const text = (): string => `${headline(data)}\n${listed(data).toString()}`;
  return displayable(data, text, () => render(data, dataset));
}

function headline({ predictor, dataset, count, examples }: Worst): string {
  return `The ${examples.length} of ${formatNumber(count)} examples of ${dataset} with the highest loss under ${predictor}`;
}

function listed({ examples }: Worst) {
  return table(
    examples.map(({ id, truth, prediction, confidence, loss }) => ({
      id: String(id),
      truth: typeof truth === "number" ? formatNumber(truth) : truth,
      prediction: typeof prediction === "number" ? formatNumber(prediction) : prediction,
      ...(confidence === undefined ? {} : { confidence: `${(100 * confidence).toFixed(1)} %` }),
      loss: formatNumber(loss),
    })),
    { align: { confidence: "right", loss: "right" } },
  );
}

async function render(data: Worst, dataset: Dataset): Promise<MimeBundle> {
  if (dataset.kind !== "images") return { ...(await listed(data)[displaySymbol]()) };
  const grid = imageGrid(dataset.inputsOf(data.examples.map(({ row }) => row)), {
    shape: dataset.shape,
    ...(dataset.range ? { range: dataset.range } : {}),
    captions: data.examples.map(({ id, truth, prediction, confidence }) => ({
      text: `says ${prediction}${confidence === undefined ? "" : ` · ${(100 * confidence).toFixed(0)} %`}\ntruth ${truth}\nid ${id}`,
      verdict: truth === prediction ? ("pass" as const) : ("fail" as const),
    })),
  });
  return { "image/png": (await grid[displaySymbol]())["image/png"] };
}
