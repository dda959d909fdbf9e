import { tf } from "../engine/index.ts";
import { carriedLoss, carryLoss } from "./losses/carriedLoss.ts";

/** A second model of the same architecture with copies of the weights (and the same loss), owned by the caller: whatever is
 *  done to it leaves the first untouched. Layers of your own must be registered with `tf.serialization.registerClass`. */
export async function copyModel(model: tf.LayersModel): Promise<tf.LayersModel> {
  const modelTopology = model.toJSON(null, false) as Parameters<typeof tf.models.modelFromJSON>[0];
  const copy = await tf.models.modelFromJSON({ modelTopology } as never);
  copy.setWeights(model.getWeights());
  const loss = carriedLoss(model);
  return loss ? carryLoss(copy, loss) : copy;
}
