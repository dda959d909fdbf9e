export { input } from "./input.ts";
export type { HostValue } from "./input.ts";
export { setLearningRate } from "./setLearningRate.ts";
export { trace } from "./trace.ts";
export type { Traced, TraceOptions } from "./trace.ts";
export type { TraceInfo } from "./TraceInfo.ts";
