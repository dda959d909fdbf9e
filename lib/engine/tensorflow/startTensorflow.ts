import { registerCpuKernels } from "../registerCpuKernels.ts";
import { Binding } from "./Binding.ts";
import { checkLibraryFiles } from "./checkLibraryFiles.ts";
import { correctKernels } from "./correctKernels.ts";
import { loadKernels } from "./kernels.ts";
import type { NodeBackend } from "./kernels.ts";
import { loadLibrary } from "./loadLibrary.ts";
import { registerReluGradient } from "./reluGradient.ts";

/** Kernels belong to tf.js, not to one backend: they are put right once. */
let started = false;

/** Loads the TensorFlow library of a folder and makes the backend that tf.js computes on.
 *  @throws {EngineError} when the library cannot be loaded */
export function startTensorflow(folder: string): NodeBackend {
  checkLibraryFiles(folder);
  const binding = new Binding(loadLibrary(folder));
  const { NodeJSKernelBackend } = loadKernels();
  const backend = new NodeJSKernelBackend(binding, "@tensorflow/tfjs-node");
  if (!started) {
    started = true;
    registerCpuKernels("tensorflow");
    correctKernels();
    registerReluGradient();
  }
  // tf.js counts every tensor and byte itself, and here each is freed when it is disposed.
  backend.memory = () => ({ unreliable: false });
  return backend;
}
