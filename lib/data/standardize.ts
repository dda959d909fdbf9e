import { DataError } from "../errors/index.ts";
import { populationMoments } from "../stats/index.ts";
import { Dataset } from "./Dataset.ts";
import type { Split } from "./split.ts";

const where = "data.standardize";

/** Brings every column of a table to mean 0 and standard deviation 1 (population formula), by the statistics of the training
 *  part alone: those of the other parts are not to be known yet. A constant column is only shifted. A net learns badly from
 *  columns whose sizes differ by orders of magnitude. Targets stay as they are.
 *  @returns new datasets with the same ids, targets and order
 *  @throws {DataError} for images, which have one scale already, and for values that are missing or infinite */
export function standardize(split: Split): Split {
  const { training, validation, test } = split ?? {};
  if (!(training instanceof Dataset) || training.kind !== "table") {
    throw new DataError({
      where,
      expected: "the parts of a table, as data.split returns them",
      received: training instanceof Dataset ? `${training.name}, which holds ${training.kind}` : typeof split,
    });
  }
  const columns = training.shape[0]!;
  const values = training.inputsOf();
  const scales = Array.from({ length: columns }, (_, column) => {
    const one = Float64Array.from({ length: training.size }, (_, row) => values[row * columns + column]!);
    const { mean, variance } = populationMoments(one);
    const deviation = Math.sqrt(variance);
    if (!Number.isFinite(mean) || !Number.isFinite(deviation)) {
      throw new DataError({
        where,
        expected: "finite values",
        received: `missing or infinite ones in column "${training.columns?.[column] ?? column}"`,
        hint: 'Leave those rows out: table.dataset({ target, missing: "drop" }).',
      });
    }
    // Rounding leaves a constant column of large values with a tiny deviation; it is constant all the same.
    return { mean, deviation: deviation > Math.abs(mean) * 1e-6 ? deviation : 1 };
  });
  const scaled = (part: Dataset): Dataset => {
    const inputs = part.inputsOf();
    for (let i = 0; i < inputs.length; i++) {
      const { mean, deviation } = scales[i % columns]!;
      inputs[i] = (inputs[i]! - mean) / deviation;
    }
    const { name, kind, task, shape, targets, ids, classes, columns: names, partition } = part;
    return new Dataset({
      name,
      kind,
      task,
      shape,
      inputs,
      targets,
      ids,
      ...(classes ? { classes } : {}),
      ...(names ? { columns: names } : {}),
      ...(partition ? { partition } : {}),
    });
  };
  return { training: scaled(training), validation: scaled(validation), test: scaled(test) };
}
