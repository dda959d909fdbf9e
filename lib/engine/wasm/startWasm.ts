import { createRequire } from "node:module";
import path from "node:path";
import * as tf from "@tensorflow/tfjs";
import { registerCpuKernels, sendToCpu } from "../registerCpuKernels.ts";
import { registerTrainingKernels } from "./registerTrainingKernels.ts";

const require = createRequire(import.meta.url);

/** Starts the WebAssembly engine and makes it the one that computes, in one step: until it is there, tf.js goes on with
 *  the engine it has.
 *  @returns the number of threads it uses */
export async function startWasm(): Promise<number> {
  const package_ = path.dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"));
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(path.join(package_, "dist") + path.sep);
  // Registered by that import, with a factory that takes time. tf.js has no engine at all while one is being made by
  // setBackend, so we make it first and register it ready.
  const factory = tf.findBackendFactory("wasm");
  const made = [await factory()];
  tf.removeBackend("wasm");
  // A second one is made as usual: when tf.js has been reset, the first is gone.
  tf.registerBackend("wasm", () => made.pop() ?? factory(), 2);
  registerTrainingKernels();
  registerCpuKernels("wasm");
  // wasm's own multiplies float32 only, and clips NaN to a number.
  sendToCpu("BatchMatMul", "wasm", ({ inputs }) => (inputs["a"] as tf.TensorInfo).dtype !== "float32");
  sendToCpu("ClipByValue", "wasm", () => true);
  await tf.setBackend("wasm");
  return wasm.getThreadsCount();
}
