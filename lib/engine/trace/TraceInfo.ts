/** How a traced step runs. */
export interface TraceInfo {
  /** `"graph"`: as one TensorFlow function, once recorded. `"eager"`: op by op. */
  mode: "graph" | "eager";
  /** Why it runs op by op, or without XLA, as half a sentence. */
  reason?: string;
  /** Whether XLA compiles the function. */
  xla: boolean;
  /** Functions made so far: one for each signature of arguments, and one more whenever the step changed. */
  traces: number;
  /** Calls run as a function. */
  graphSteps: number;
  /** Calls in all. */
  steps: number;
  /** Ops of the function last run. */
  ops: number;
  /** Constants of the function last run. */
  constants: number;
}
