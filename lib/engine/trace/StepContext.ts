import type { RandomDraws } from "./RandomDraws.ts";
import type { Recording } from "./Recording.ts";

/** What is going on while a traced step runs op by op. */
export interface StepContext {
  readonly random: RandomDraws;
  /** Set while the step is being recorded. */
  readonly recording?: Recording;
}

let current: StepContext | undefined;

/** The step that runs op by op just now, if any. */
export function currentStep(): StepContext | undefined {
  return current;
}

/** Runs `body` as (part of) a step. */
export function withinStep<Result>(context: StepContext, body: () => Result): Result {
  const outer = current;
  current = context;
  try {
    return body();
  } finally {
    current = outer;
  }
}
