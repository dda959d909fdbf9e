import { tf } from "../engine/index.ts";
import { OptionError } from "../errors/index.ts";
import { copyModel } from "../models/index.ts";

/** A model, or a function that makes a fresh one. */
export type ModelSource = tf.LayersModel | (() => tf.LayersModel | Promise<tf.LayersModel>);

/** A model to experiment on, owned by the caller: a copy of the given one, or a fresh one from the builder. The user's model
 *  is never touched.
 *  @throws {OptionError} for anything else, also for a function that hands out a model which was there before: as one to
 *  experiment on, it would be trained and disposed */
export async function modelCopy(where: string, source: ModelSource): Promise<tf.LayersModel> {
  const isModel = (value: unknown): value is tf.LayersModel =>
    typeof (value as { apply?: unknown } | undefined)?.apply === "function" &&
    Array.isArray((value as { layers?: unknown }).layers);
  if (isModel(source)) return copyModel(source);
  if (typeof source === "function") {
    const since = newestTensor();
    const built = await source();
    if (isModel(built)) {
      // Weights of a fresh model are numbered after everything that was there; those of an older one are not.
      if (built.weights.every((weight) => weight.read().id > since)) return built;
      throw new OptionError({
        where,
        expected: "a function that returns a new model",
        received: `one that returns "${built.name}", which was there before`,
        hint: "Hand in the model itself: it is copied.",
      });
    }
  }
  throw new OptionError({
    where,
    expected: "a model, or a function that returns a new one",
    received: source === null ? "null" : typeof source,
  });
}

/** A number that every tensor made from now on exceeds. */
function newestTensor(): number {
  const probe = tf.scalar(0);
  probe.dispose();
  return probe.id;
}
