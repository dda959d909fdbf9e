import type { Dataset } from "../data/index.ts";
import {
  bundleToHtml,
  displayable,
  displaySymbol,
  formatNumber,
  html,
  table,
  toBundle,
} from "../display/index.ts";
import type { Displayable, MimeBundle } from "../display/index.ts";
import { checkOptions } from "../errors/index.ts";
import { classCount } from "../models/index.ts";
import { confusionMatrix } from "../plot/index.ts";
import { wilsonInterval } from "../stats/index.ts";
import type { Interval } from "../stats/index.ts";
import { checkTask } from "./checkTask.ts";
import { predict } from "./predict.ts";
import type { Predictor } from "./Predictor.ts";

/** How well one class is found. A figure is null where it is 0 of 0. */
export interface ClassScore {
  class: string;
  /** Share of the examples predicted as this class that are of it. */
  precision: number | null;
  precisionInterval: Interval;
  /** Share of the examples of this class that are found. */
  recall: number | null;
  recallInterval: Interval;
  /** Harmonic mean of the two. */
  f1: number | null;
  /** Examples of this class. */
  support: number;
}

export interface Confusion {
  predictor: string;
  dataset: string;
  classes: string[];
  /** `counts[truth][prediction]`. */
  counts: number[][];
  accuracy: { value: number; low: number; high: number; correct: number; count: number };
  perClass: ClassScore[];
  /** Pairs of true and predicted class with the most mistakes, most first, with the ids of those examples. */
  confused: { truth: string; prediction: string; count: number; ids: (number | string)[] }[];
}

const mostPairs = 10;
const mostIds = 100;

/** Where a classifier is confused: the matrix, precision and recall of each class with 95 % intervals, and the pairs of
 *  classes that it confuses most.
 *  @throws {OptionError} for a regression dataset */
export async function confusion(
  source: Predictor,
  dataset: Dataset,
  options: { batchSize?: number } = {},
): Promise<Confusion & Displayable> {
  const where = "evaluate.confusion";
  checkOptions(where, options, ["batchSize"]);
  checkTask(where, dataset, "classification", "For values there is evaluate.rmse.");
  const { predictions, predictor, count } = await predict(source, dataset, options);
  const size = classCount(dataset);
  const classes = Array.from({ length: size }, (_, k) => dataset.classes?.[k] ?? String(k));
  const counts = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  const mistakes = new Map<number, (number | string)[]>();
  for (let i = 0; i < count; i++) {
    const [truth, prediction] = [dataset.targets[i]!, predictions[i]!];
    counts[truth]![prediction]! += 1;
    if (truth === prediction) continue;
    const pair = truth * size + prediction;
    const ids = mistakes.get(pair) ?? [];
    mistakes.set(pair, ids);
    if (ids.length < mostIds) ids.push(dataset.ids[i]!);
  }
  const correct = counts.reduce((sum, row, k) => sum + row[k]!, 0);
  const data: Confusion = {
    predictor,
    dataset: dataset.name,
    classes,
    counts,
    accuracy: { value: correct / count, ...wilsonInterval(correct, count), correct, count },
    perClass: classes.map((name, k) => classScore(name, k, counts)),
    confused: [...mistakes.entries()]
      .map(([pair, ids]) => {
        const [truth, prediction] = [Math.floor(pair / size), pair % size];
        return {
          truth: classes[truth]!,
          prediction: classes[prediction]!,
          count: counts[truth]![prediction]!,
          ids,
        };
      })
      .toSorted((a, b) => b.count - a.count)
      .slice(0, mostPairs),
  };
  return displayable(
    data,
    () => [headline(data), perClassTable(data).toString(), pairsLine(data)].join("\n"),
    () => render(data),
  );
}

function classScore(name: string, k: number, counts: readonly number[][]): ClassScore {
  const hits = counts[k]![k]!;
  const support = counts[k]!.reduce((sum, count) => sum + count, 0);
  const predicted = counts.reduce((sum, row) => sum + row[k]!, 0);
  return {
    class: name,
    precision: predicted === 0 ? null : hits / predicted,
    precisionInterval: wilsonInterval(hits, predicted),
    recall: support === 0 ? null : hits / support,
    recallInterval: wilsonInterval(hits, support),
    f1: predicted + support === 0 ? null : (2 * hits) / (predicted + support),
    support,
  };
}

const percent = (share: number | null): string => (share === null ? "–" : `${(100 * share).toFixed(2)} %`);
const range = ({ low, high }: Interval): string => `${(100 * low).toFixed(1)} … ${(100 * high).toFixed(1)} %`;

function headline({ predictor, dataset, accuracy }: Confusion): string {
  return `${predictor} on ${dataset}: ${formatNumber(accuracy.correct)} of ${formatNumber(accuracy.count)} right, accuracy ${percent(accuracy.value)} (95 % interval ${range(accuracy)})`;
}

function pairsLine({ confused }: Confusion): string {
  if (confused.length === 0) return "No mistakes.";
  const pairs = confused
    .slice(0, 5)
    .map((pair) => `${pair.truth} taken for ${pair.prediction} (${pair.count})`);
  return `Most confused: ${pairs.join(", ")}.`;
}

function perClassTable({ perClass }: Confusion) {
  return table(
    perClass.map((score) => ({
      class: score.class,
      precision: percent(score.precision),
      "95 %": range(score.precisionInterval),
      recall: percent(score.recall),
      "95 % ": range(score.recallInterval),
      F1: score.f1 === null ? "–" : score.f1.toFixed(4),
      examples: score.support,
    })),
    {
      align: { precision: "right", "95 %": "right", recall: "right", "95 % ": "right", F1: "right" },
      maxRows: 100,
    },
  );
}

/** The live plot where it can be drawn; elsewhere its picture with the table of classes below. */
async function render(data: Confusion): Promise<MimeBundle> {
  const plot = confusionMatrix(data.counts, {
    classes: data.classes,
    title: `${data.predictor} on ${data.dataset}`,
  });
  const bundle = await plot[displaySymbol]();
  const picture = bundleToHtml({ "image/png": bundle["image/png"] });
  const rows = bundleToHtml(await toBundle(perClassTable(data)));
  const page = html`<div>
    <div style="font-weight:600">${headline(data)}</div>
    ${picture}
    <div>${pairsLine(data)}</div>
    <details>
      <summary style="cursor:pointer;opacity:0.7">Precision and recall of each class</summary>
      ${rows}
    </details>
  </div>`;
  const { "text/plain": _, ...charts } = bundle;
  return { ...charts, "text/html": page.source };
}
