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
 *  `cosine`, the same along half a cosine (Loshchilov & Hutter 2017).
 *  @throws {OptionError} for another name; the returned function throws it when one's own gives no learning rate */
export function scheduleOf(schedule: Schedule): (point: SchedulePoint) => number {
  if (typeof schedule === "function") return checked(schedule);
  const found = Object.hasOwn(named, schedule) ? named[schedule] : undefined;
  if (found) return found;
  throw new OptionError({
    where: "train.fit",
    expected: `a schedule among ${Object.keys(named).join(", ")}, or a function of { step, totalSteps, learningRate }`,
    received: JSON.stringify(schedule),
  });
}

/** One's own schedule, whose first rate that is none is named: as a loss of NaN it would be found too late. */
function checked(schedule: (point: SchedulePoint) => number): (point: SchedulePoint) => number {
  return (point) => {
    const learningRate = schedule(point);
    if (Number.isFinite(learningRate) && learningRate >= 0) return learningRate;
    throw new OptionError({
      where: "train.fit",
      expected: "a schedule that gives a finite learning rate of at least 0",
      received: `${String(learningRate)} at step ${point.step} of ${point.totalSteps}`,
    });
  };
}
