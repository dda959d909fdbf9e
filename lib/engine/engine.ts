// First: an ES import takes tf.js' functions as they are then, and its random ones are to be seedable in traced steps.
// oxlint-disable-next-line import/no-unassigned-import
import "./trace/seededRandom.ts";
import os from "node:os";
import * as tensorflow from "@tensorflow/tfjs";
import { displayable, html } from "../display/index.ts";
import { chooseEngine } from "./chooseEngine.ts";
import type { EngineInfo, EngineName } from "./EngineInfo.ts";
import { correctCpuKernels } from "./cpu/correctCpuKernels.ts";
import { registerEinsumGradient } from "./gradients/einsumGradient.ts";
import { displayTensors } from "./displayTensors.ts";
import { registerFileHandlers } from "./registerFileHandlers.ts";
import type { Binding } from "./tensorflow/Binding.ts";
import type { NodeBackend } from "./tensorflow/kernels.ts";
import { startTensorflow } from "./tensorflow/startTensorflow.ts";
import { input, setLearningRate, trace } from "./trace/index.ts";
import { startWasm } from "./wasm/startWasm.ts";

const choice = chooseEngine();
let failure: string | undefined;
let starting: Promise<EngineInfo> | undefined;
let wasmThreads = 1;

if (choice.library) {
  const { folder } = choice.library;
  // The library is loaded when the first tensor is made, so that importing costs nothing to those who only plot.
  tensorflow.registerBackend("tensorflow", () => startOrExplain(folder), 3);
}

quietenCpu();
registerFileHandlers();
correctCpuKernels();
registerEinsumGradient();
displayTensors();

function startOrExplain(folder: string): NodeBackend {
  try {
    return startTensorflow(folder);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
    // tf.js would print the stack and go on with the next engine. It goes on; what went wrong is said by info().
    const environment = tensorflow.env();
    const production = environment.getBool("PROD");
    environment.set("PROD", true);
    queueMicrotask(() => environment.set("PROD", production));
    throw error;
  }
}

/** tf.js' cpu engine advertises tfjs-node when it is first used. Ours says by itself what would be faster. */
function quietenCpu(): void {
  const factory = tensorflow.findBackendFactory("cpu");
  tensorflow.removeBackend("cpu");
  tensorflow.registerBackend(
    "cpu",
    () => Object.assign(factory() as tensorflow.KernelBackend, { firstUse: false }),
    1,
  );
}

/** The binding to TensorFlow's library, when that is the engine. Starts the engine when nothing has run yet. */
export function currentBinding(): Binding | undefined {
  const backend = tensorflow.backend() as Partial<NodeBackend>;
  return tensorflow.getBackend() === "tensorflow" ? backend.binding : undefined;
}

function info(): EngineInfo {
  const binding = currentBinding();
  const name = tensorflow.getBackend() as EngineName;
  if (binding) {
    return {
      name: "tensorflow",
      version: binding.TF_Version,
      device: binding.context.device.type,
      threads: os.availableParallelism(),
      reason: choice.reason,
      folder: binding.library.folder,
    };
  }
  const { reason, advice } = explain(name);
  return {
    name,
    version: tensorflow.version.tfjs,
    device: "CPU",
    threads: name === "wasm" ? wasmThreads : 1,
    reason,
    ...(advice ? { advice } : {}),
  };
}

function explain(name: EngineName): { reason: string; advice?: string | undefined } {
  if (failure !== undefined) {
    return {
      reason: `the TensorFlow library could not be loaded: ${failure}`,
      advice: "Type `npx roux engine install` to fetch it again.",
    };
  }
  if (name === choice.name) return choice;
  if (choice.name === "wasm") {
    return {
      reason: `${choice.reason}; wasm takes over after \`await engine.ready()\``,
      advice: choice.advice,
    };
  }
  return { reason: "it was chosen by tf.setBackend" };
}

/** Starts the best engine there is. Without TensorFlow's library the `cpu` engine serves at once and `wasm` from here on;
 *  tensors made before keep working. */
function ready(): Promise<EngineInfo> {
  return (starting ??= start());
}

async function start(): Promise<EngineInfo> {
  tensorflow.backend();
  const fallback = choice.name === "wasm" || (choice.name === "tensorflow" && failure !== undefined);
  if (fallback && tensorflow.getBackend() === "cpu") wasmThreads = await startWasm();
  return info();
}

function line(): string {
  const { name, version, device, threads, reason, advice } = info();
  const title = {
    tensorflow: `TensorFlow ${version}`,
    wasm: `WebAssembly (tf.js ${version})`,
    cpu: `JavaScript (tf.js ${version})`,
  };
  const hands = `${device}, ${threads} ${threads === 1 ? "thread" : "threads"}`;
  return `Engine: ${title[name]}, ${hands}, because ${reason}.${advice ? ` ${advice}` : ""}`;
}

/** What computes under `tf`. Shown, or as text, it says in one line which engine it is and what to type for a faster one. */
export const engine = displayable({ ready, info, trace, input, setLearningRate }, line, () => ({
  "text/html": String(html`<span>${line()}</span>`),
}));
