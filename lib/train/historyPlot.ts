import { formatNumber } from "../display/index.ts";
import { line } from "../plot/index.ts";
import type { Plot } from "../plot/index.ts";
import { meanStretches } from "./meanStretches.ts";
import type { Run } from "./Run.ts";

/** The losses of a run over its epochs: the training loss of each stretch of steps, and the validation loss after each
 *  epoch. On a logarithmic scale when every loss is positive. */
export function historyPlot({ curve, history, modelName, data, config }: Run): Plot {
  const steps = history.reduce((sum, row) => sum + row.steps, 0);
  // Not the steps of the first epoch: an interrupted one is no whole epoch.
  const stepsPerEpoch = Math.ceil(data.training.size / Number(config["batchSize"]!.value));
  const rows: { epoch: number; loss: number; series: string }[] = meanStretches(curve, 200).map(
    ({ step, loss }) => ({
      epoch: step / stepsPerEpoch,
      loss,
      series: "training",
    }),
  );
  for (const { epoch, validationLoss } of history) {
    if (validationLoss !== undefined) rows.push({ epoch, loss: validationLoss, series: "validation" });
  }
  const positive = rows.every(({ loss }) => loss > 0);
  return line(rows, {
    x: "epoch",
    y: "loss",
    series: "series",
    title: `${modelName}: loss over ${formatNumber(steps)} steps`,
    ...(positive ? { yScale: "log" as const } : {}),
  });
}

/** The accuracies of a run over its epochs; undefined in regression. */
export function accuracyPlot({ history, modelName }: Run): Plot | undefined {
  const rows = history.flatMap(({ epoch, accuracy, validationAccuracy }) => [
    ...(accuracy === undefined ? [] : [{ epoch, accuracy, series: "training" }]),
    ...(validationAccuracy === undefined
      ? []
      : [{ epoch, accuracy: validationAccuracy, series: "validation" }]),
  ]);
  if (rows.length === 0) return undefined;
  return line(rows, { x: "epoch", y: "accuracy", series: "series", title: `${modelName}: accuracy` });
}
