import type { Dataset } from "../data/index.ts";
import { OptionError } from "../errors/index.ts";
import type { Task } from "./losses/Loss.ts";

/** What a model has to know of the data: a dataset tells it, or it is said outright. */
export interface Problem {
  /** Shape of one input, without the batch axis. */
  inputShape: readonly number[];
  /** Number of outputs: classes, or 1 value. */
  units: number;
  task: Task;
}

const isDataset = (source: Dataset | Problem): source is Dataset => "targets" in source && "shape" in source;

/** Number of classes of a dataset: its class names, or else the highest class id plus one. */
export function classCount(dataset: Dataset): number {
  if (dataset.classes) return dataset.classes.length;
  let highest = -1;
  for (const target of dataset.targets) if (target > highest) highest = target;
  return highest + 1;
}

/** Reads the problem off a dataset, or checks one that is said outright. @throws {OptionError} */
export function problemOf(where: string, source: Dataset | Problem): Problem {
  if (source === null || typeof source !== "object") {
    throw new OptionError({
      where,
      expected: "a dataset, or { inputShape, units, task }",
      received: source === null ? "null" : typeof source,
    });
  }
  if (isDataset(source)) {
    return {
      inputShape: source.shape,
      units: source.task === "classification" ? classCount(source) : 1,
      task: source.task,
    };
  }
  const { inputShape, units, task } = source;
  if (!Array.isArray(inputShape) || inputShape.length === 0 || !inputShape.every((axis) => axis > 0)) {
    throw new OptionError({
      where,
      expected: "inputShape like [28, 28, 1], without the batch axis",
      received: JSON.stringify(inputShape) ?? "undefined",
    });
  }
  if (!Number.isInteger(units) || units < 1) {
    throw new OptionError({ where, expected: "units of at least 1", received: String(units) });
  }
  if (task !== "classification" && task !== "regression") {
    throw new OptionError({
      where,
      expected: 'task "classification" or "regression"',
      received: JSON.stringify(task) ?? "undefined",
    });
  }
  return { inputShape, units, task };
}
