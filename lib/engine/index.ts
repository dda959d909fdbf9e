export { cacheFolder } from "./cacheFolder.ts";
export { currentBinding, engine } from "./engine.ts";
export type { EngineInfo, EngineName } from "./EngineInfo.ts";
export * as tf from "./tf.ts";
export type { HostValue, Traced, TraceInfo, TraceOptions } from "./trace/index.ts";
