import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { io, KernelBackend, Tensor } from "@tensorflow/tfjs";
import { EngineError } from "../../errors/index.ts";
import type { Binding } from "./Binding.ts";

/** tf.js' kernels for TensorFlow and the backend that holds their tensors, as the build bundles them. */
export interface KernelBundle {
  readonly NodeJSKernelBackend: new (binding: Binding, packageName: string) => NodeBackend;
  /** Saving and loading of models under `file://`. */
  readonly fileSystem: { readonly nodeFileSystemRouter: (url: string | string[]) => io.IOHandler };
}

/** @tensorflow/tfjs-node's backend, as far as we use it. */
export interface NodeBackend extends KernelBackend {
  readonly binding: Binding;
  /** Runs one op of TensorFlow. */
  executeSingleOutput(op: string, attributes: readonly object[], inputs: readonly Tensor[]): Tensor;
}

/** Loads the kernels, which registers them with tf.js. They are built into `dist`, also when the sources run.
 *  @throws {EngineError} when the project has not been built */
export function loadKernels(): KernelBundle {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const places = [here, path.resolve(here, "../../../dist/lib/engine/tensorflow")];
  const file = places
    .map((folder) => path.join(folder, "kernels.cjs"))
    .find((candidate) => existsSync(candidate));
  if (!file) {
    throw new EngineError({
      where: "engine",
      expected: `the kernels' bundle in ${places[0]!}`,
      received: "no such file",
      hint: "Type `npm run build`.",
    });
  }
  return createRequire(import.meta.url)(file) as KernelBundle;
}
