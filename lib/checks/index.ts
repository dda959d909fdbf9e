export { beforeTraining } from "./beforeTraining.ts";
export type { BeforeTraining, BeforeTrainingOptions } from "./beforeTraining.ts";
export { initialLoss } from "./initialLoss.ts";
export type { InitialLossEvidence } from "./initialLoss.ts";
export { inputIndependent } from "./inputIndependent.ts";
export type { InputIndependentEvidence } from "./inputIndependent.ts";
export type { ModelSource } from "./modelCopy.ts";
export { overfitBatch } from "./overfitBatch.ts";
export type { OverfitBatchEvidence } from "./overfitBatch.ts";
