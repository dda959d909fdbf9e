import { line } from "../plot/index.ts";
import type { Plot } from "../plot/index.ts";
import type { Run } from "./Run.ts";

/** The losses of a run over its epochs: the training loss of each stretch of steps, and the validation loss after each
 *  epoch. On a logarithmic scale when every loss is positive. */
export function historyPlot({ curve, history, modelName }: Run): Plot {
  const steps = history.reduce((sum, row) => sum + row.steps, 0);
  const stepsPerEpoch = history[0]?.steps ?? 1;
  const rows: { epoch: number; loss: number; series: string }[] = thinned(curve, 200).map(
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
    title: `${modelName}: loss over ${steps.toLocaleString("en")} steps`,
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

/** Means over equal stretches, so that the noise of single batches does not hide the curve. */
function thinned(curve: Run["curve"], most: number): Run["curve"] {
  const width = Math.max(1, Math.ceil(curve.length / most));
  const points: Run["curve"] = [];
  for (let i = 0; i < curve.length; i += width) {
    const part = curve.slice(i, i + width);
    points.push({
      step: part.at(-1)!.step,
      loss: part.reduce((sum, { loss }) => sum + loss, 0) / part.length,
    });
  }
  return points;
}
