import { checkOptions } from "../errors/index.ts";
import { currentHost } from "./currentHost.ts";
import { toBundle } from "./toBundle.ts";

/** Shows a value below the running cell, or as text where there is no notebook. Resolves once it has been sent.
 *  @param value  anything: what knows how it looks is shown so, the rest as text
 *  @param id  a name to replace it by later. Default: none
 *  @param update  replace what was shown under `id` instead of showing anew. Default false */
export async function show(value: unknown, options: { id?: string; update?: boolean } = {}): Promise<void> {
  checkOptions("show", options, ["id", "update"]);
  const { id, update = false } = options;
  const bundle = await toBundle(value);
  await currentHost().display(bundle, id === undefined ? {} : { displayId: id, update });
}
