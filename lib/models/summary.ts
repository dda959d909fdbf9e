import { displayable, displaySymbol, formatNumber, html, table } from "../display/index.ts";
import type { Displayable, MimeBundle } from "../display/index.ts";
import type { tf } from "../engine/index.ts";
import { carriedLoss } from "./losses/carriedLoss.ts";

export interface LayerSummary {
  layer: string;
  kind: string;
  /** Shape of the output, without the batch axis. `null` stands for an axis of any length. */
  output: (number | null)[];
  parameters: number;
  trainable: boolean;
}

export interface ModelSummary {
  name: string;
  input: (number | null)[];
  layers: LayerSummary[];
  parameters: number;
  trainableParameters: number;
  /** Name of the loss that the model carries, if any. */
  loss: string | null;
}

const withoutBatch = (shape: unknown): (number | null)[] => {
  const list = shape as (number | null)[] | (number | null)[][];
  return (Array.isArray(list[0]) ? list[0] : list).slice(1) as (number | null)[];
};

/** What the model is: its layers with the shape of their outputs and their numbers of parameters. Each parameter counts
 *  once in the total, also when layers share it. */
export function summary(model: tf.LayersModel): ModelSummary & Displayable {
  const sizeOf = (weights: readonly { shape: readonly (number | null)[] }[]): number =>
    weights.reduce((sum, { shape }) => sum + shape.reduce((size: number, axis) => size * (axis ?? 1), 1), 0);
  const data: ModelSummary = {
    name: model.name,
    input: withoutBatch(model.inputs[0]!.shape),
    layers: model.layers.map((layer) => ({
      layer: layer.name,
      kind: layer.getClassName(),
      output: withoutBatch(layer.outputShape),
      parameters: layer.countParams(),
      trainable: layer.trainableWeights.length > 0,
    })),
    parameters: sizeOf([...new Set(model.weights)]),
    trainableParameters: sizeOf([...new Set(model.trainableWeights)]),
    loss: carriedLoss(model)?.name ?? null,
  };
  const shape = (axes: readonly (number | null)[]): string => axes.map((axis) => axis ?? "any").join(" × ");
  const rows = table(
    data.layers.map((layer) => ({
      layer: layer.layer,
      kind: layer.kind,
      output: shape(layer.output),
      parameters: layer.parameters,
      trained: layer.parameters === 0 ? "" : layer.trainable ? "yes" : "frozen",
    })),
    { maxRows: 200 },
  );
  const frozen = data.parameters - data.trainableParameters;
  const line = `${data.name}: input ${shape(data.input)}, ${formatNumber(data.parameters)} parameters${frozen > 0 ? `, ${formatNumber(frozen)} of them not trained` : ""}${data.loss ? `, loss: ${data.loss}` : ""}`;
  return displayable(
    data,
    () => `${line}\n${rows.toString()}`,
    async (): Promise<MimeBundle> => {
      const bundle = await rows[displaySymbol]();
      return { "text/html": `${html`<div>${line}</div>`.source}${String(bundle["text/html"])}` };
    },
  );
}
