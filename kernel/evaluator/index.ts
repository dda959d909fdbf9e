export { Evaluator } from "./Evaluator.ts";
export type { CellOutcome } from "./messages.ts";
export type { EvaluatorDeath, EvaluatorOptions } from "./Evaluator.ts";
export type { EvaluatorCommand, EvaluatorReport, ThrownValue } from "./messages.ts";
