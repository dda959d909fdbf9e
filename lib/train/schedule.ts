import { OptionError } from "../errors/index.ts";

/** Where in the training a step lies. */
export interface SchedulePoint {
  /** From 0. */
  step: number;
  totalSteps: number;
  /** The learning rate that was asked for. */
  learningRate: number;
}

/** From a step to its learning rate: by name, or a function of one's own. */
export type Schedule = "constant" | "linear" | "cosine" | ((point: SchedulePoint) => number);

const named: Record<string, (point: SchedulePoint) => number> = {
  constant: ({ learningRate }) => learningRate,
  linear: ({ step, totalSteps, learningRate }) => learningRate * (1 - step / totalSteps),
  cosine: ({ step, totalSteps, learningRate }) =>
    (learningRate / 2) * (1 + Math.cos((Math.PI * step) / totalSteps)),
};

/** The function of a schedule: `constant`; `linear`, from the learning rate down to zero just after the last step;
 *  `cosine`, the same along half a cosine (Loshchilov & Hutter 2017). @throws {OptionError} for another name */
export function scheduleOf(schedule: Schedule): (point: SchedulePoint) => number {
  if (typeof schedule === "function") return schedule;
  const found = Object.hasOwn(named, schedule) ? named[schedule] : undefined;
  if (found) return found;
  throw new OptionError({
    where: "train.fit",
    expected: `a schedule among ${Object.keys(named).join(", ")}, or a function of { step, totalSteps, learningRate }`,
    received: JSON.stringify(schedule),
  });
}
