import { OptionError } from "../errors/index.ts";

/** @throws {OptionError} unless it is a finite number of at least 0 (0 measures without learning) */
export function checkLearningRate(where: string, learningRate: unknown): void {
  if (Number.isFinite(learningRate) && (learningRate as number) >= 0) return;
  throw new OptionError({
    where,
    expected: "a learningRate that is a finite number of at least 0",
    received: String(learningRate),
  });
}
