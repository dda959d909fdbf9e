import type { Dataset } from "../data/index.ts";
import type { tf } from "../engine/index.ts";
import { OptionError, ShapeError } from "../errors/index.ts";
import { classCount } from "../models/index.ts";

const written = (shape: readonly (number | null)[]): string =>
  `[${shape.map((axis) => axis ?? "any").join(", ")}]`;

/** That the model takes the inputs of this dataset and has one output per class, or one per value.
 *  @throws {OptionError} when it is no model with one input and one output
 *  @throws {ShapeError} naming the shapes of both */
export function checkModel(where: string, model: tf.LayersModel, dataset: Dataset): void {
  if (!model || typeof model.apply !== "function" || !Array.isArray(model.inputs)) {
    throw new OptionError({
      where,
      expected: "a tf.LayersModel (models.mlp, models.convnet, tf.sequential …)",
      received: model === null ? "null" : typeof model,
    });
  }
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    throw new ShapeError({
      where,
      expected: "a model with one input and one output",
      received: `${model.inputs.length} inputs and ${model.outputs.length} outputs`,
    });
  }
  const input = model.inputs[0]!.shape.slice(1);
  const fits =
    input.length === dataset.shape.length &&
    input.every((axis, i) => axis === null || axis === dataset.shape[i]);
  if (!fits) {
    const flat = dataset.shape.reduce((product, axis) => product * axis, 1);
    throw new ShapeError({
      where,
      expected: `inputs ${written(input)}, which "${model.name}" takes`,
      received: `${dataset.name} with inputs ${written(dataset.shape)}`,
      hint:
        input.length === 1 && input[0] === flat
          ? `Begin the model with tf.layers.flatten({ inputShape: ${written(dataset.shape)} }).`
          : `Make the model for this dataset: models.${dataset.shape.length === 3 ? "convnet" : "mlp"}(${dataset.name}).`,
    });
  }
  const output = model.outputs[0]!.shape.slice(1);
  const units = dataset.task === "classification" ? classCount(dataset) : 1;
  if (output.length === 1 && output[0] === units) return;
  throw new ShapeError({
    where,
    expected:
      dataset.task === "classification"
        ? `outputs [${units}], one logit for each class of ${dataset.name}`
        : `outputs [1], the value of ${dataset.name} to predict`,
    received: `outputs ${written(output)} of "${model.name}"`,
    hint: `End the model with tf.layers.dense({ units: ${units} }), without activation.`,
  });
}
