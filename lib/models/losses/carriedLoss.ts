import type { tf } from "../../engine/index.ts";
import type { Loss } from "./Loss.ts";
import { meanSquaredError } from "./meanSquaredError.ts";
import { softmaxCrossEntropy } from "./softmaxCrossEntropy.ts";
import type { Task } from "./Loss.ts";

const carried = new WeakMap<tf.LayersModel, Loss>();

/** Lets a model carry the loss that it is meant to be trained with. @returns the same model */
export function carryLoss<Model extends tf.LayersModel>(model: Model, loss: Loss): Model {
  carried.set(model, loss);
  return model;
}

/** The loss that a model carries, or the usual one for the task: softmax cross-entropy on logits, mean squared error. */
export function lossOf(model: tf.LayersModel, task: Task): Loss {
  return carried.get(model) ?? (task === "classification" ? softmaxCrossEntropy() : meanSquaredError());
}

/** The loss that a model carries, if any. */
export function carriedLoss(model: tf.LayersModel): Loss | undefined {
  return carried.get(model);
}
