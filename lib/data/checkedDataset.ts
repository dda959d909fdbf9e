import { checkChoice, checkOptions, DataError } from "../errors/index.ts";
import type { DatasetOptions } from "./DatasetOptions.ts";

const known = [
  "name",
  "kind",
  "task",
  "shape",
  "inputs",
  "targets",
  "ids",
  "classes",
  "columns",
  "range",
  "partition",
];

/** The options of a dataset with ids filled in and targets typed.
 *  @throws {OptionError} for an unknown kind or task   @throws {DataError} when lengths, ids or class ids don't fit together */
export function checkedDataset(options: DatasetOptions): DatasetOptions {
  const where = "data.dataset";
  checkOptions(where, options, known);
  checkChoice(where, "kind", options.kind, ["images", "table"]);
  checkChoice(where, "task", options.task, ["classification", "regression"]);
  const { targets, shape, inputs, task, columns, partition } = options;
  const size = targets.length;
  const width = shape.reduce((product, axis) => product * axis, 1);
  const refuse = (expected: string, received: string, hint?: string): never => {
    throw new DataError({ where, expected, received, ...(hint ? { hint } : {}) });
  };
  if (!(inputs instanceof Uint8Array) && !(inputs instanceof Float32Array)) {
    refuse("inputs in a Float32Array or Uint8Array", Object.prototype.toString.call(inputs).slice(8, -1));
  }
  if (inputs.length !== size * width) {
    refuse(
      `${size} × ${shape.join(" × ")} = ${size * width} input values for ${size} targets`,
      `${inputs.length}`,
      Number.isInteger(inputs.length / width)
        ? `There are ${inputs.length / width} inputs: inputs and targets must be pairs.`
        : `The values don't divide into inputs of shape [${shape.join(", ")}].`,
    );
  }
  if (columns && columns.length !== width) refuse(`${width} column names`, `${columns.length}`);
  if (partition && partition.length !== size) refuse(`${size} partition entries`, `${partition.length}`);
  const ids = options.ids ?? Uint32Array.from({ length: size }, (_, i) => i);
  if (ids.length !== size) refuse(`${size} ids, one per target`, `${ids.length}`);
  if (options.ids) {
    const seen = new Set<number | string>();
    for (let i = 0; i < size; i++) {
      const id = ids[i]!;
      if (seen.has(id)) refuse("ids that differ from each other", `"${id}" twice`);
      seen.add(id);
    }
  }
  if (task === "regression") return { ...options, ids, targets: Float32Array.from(targets) };
  const classIds = Int32Array.from(targets);
  for (let i = 0; i < size; i++) {
    if (classIds[i] === targets[i]) continue;
    refuse(
      "class ids that are whole numbers",
      `${targets[i]} for id ${ids[i]}`,
      'Use task: "regression" for targets that are measured, or encode the classes as 0, 1, 2, ….',
    );
  }
  return { ...options, ids, targets: classIds };
}
