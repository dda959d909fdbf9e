import type { tf } from "../engine/index.ts";
import { OptionError } from "../errors/index.ts";
import { copyModel } from "../models/index.ts";

/** A model, or a function that makes a fresh one. */
export type ModelSource = tf.LayersModel | (() => tf.LayersModel | Promise<tf.LayersModel>);

/** A model to experiment on, owned by the caller: a copy of the given one, or a fresh one from the builder. The user's model
 *  is never touched. @throws {OptionError} */
export async function modelCopy(where: string, source: ModelSource): Promise<tf.LayersModel> {
  const isModel = (value: unknown): value is tf.LayersModel =>
    typeof (value as { apply?: unknown } | undefined)?.apply === "function" &&
    Array.isArray((value as { layers?: unknown }).layers);
  if (isModel(source)) return copyModel(source);
  if (typeof source === "function") {
    const built = await source();
    if (isModel(built)) return built;
  }
  throw new OptionError({
    where,
    expected: "a model, or a function that returns a new one",
    received: source === null ? "null" : typeof source,
  });
}
