/** Names of the engines: TensorFlow's own library, WebAssembly, plain JavaScript. */
export const engineNames = ["tensorflow", "wasm", "cpu"] as const;
export type EngineName = (typeof engineNames)[number];

/** Which engine computes, and why. */
export interface EngineInfo {
  name: EngineName;
  /** Of the engine: TensorFlow's, or that of the tf.js package. */
  version: string;
  /** `CPU` or `GPU`. */
  device: string;
  /** Threads it may use. */
  threads: number;
  /** One sentence: why this engine. */
  reason: string;
  /** What to type for a faster one, where there is one. */
  advice?: string;
  /** Folder the native library was loaded from. */
  folder?: string;
}
