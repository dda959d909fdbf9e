import { createHash } from "node:crypto";

import type { Dataset } from "../data/index.ts";

/** Inputs that are read for the fingerprint, evenly spread; all targets and ids are. */
const sampled = 256;

/** Twelve hexadecimal digits that change when the data does: another order, another label, other ids, other pixels. */
export function fingerprint(dataset: Dataset): string {
  const hash = createHash("sha256");
  hash.update(
    JSON.stringify([dataset.name, dataset.task, dataset.shape, dataset.size, dataset.classes ?? null]),
  );
  const { targets, ids, size } = dataset;
  hash.update(new Uint8Array(targets.buffer, targets.byteOffset, targets.byteLength));
  hash.update(Array.from(ids as ArrayLike<number | string>).join("\n"));
  const count = Math.min(sampled, size);
  const inputs = dataset.inputsOf(
    Uint32Array.from({ length: count }, (_, i) => Math.floor((i * size) / count)),
  );
  hash.update(new Uint8Array(inputs.buffer, inputs.byteOffset, inputs.byteLength));
  return hash.digest("hex").slice(0, 12);
}
