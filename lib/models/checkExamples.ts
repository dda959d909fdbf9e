import type { Dataset } from "../data/index.ts";
import { formatNumber } from "../display/index.ts";
import { DataError } from "../errors/index.ts";
import { inputBlocks } from "./baselines/inputBlocks.ts";
import { classCount } from "./Problem.ts";

const listed = 5;

function offence(dataset: Dataset, rows: readonly number[], total: number): string {
  const ids = rows.map((row) => JSON.stringify(dataset.ids[row])).join(", ");
  return `${formatNumber(total)} of ${formatNumber(dataset.size)} examples, id ${ids}${total > rows.length ? ", …" : ""}`;
}

/** Finds the examples for which `wrong` holds: the first few positions, and how many there are. */
function offenders(size: number, wrong: (row: number) => boolean): { rows: number[]; total: number } {
  const rows: number[] = [];
  let total = 0;
  for (let row = 0; row < size; row++) {
    if (!wrong(row)) continue;
    total++;
    if (rows.length < listed) rows.push(row);
  }
  return { rows, total };
}

/** That there are examples and that every target is one a model can learn.
 *  @throws {DataError} naming the first offenders by id and their number */
export function checkTargets(where: string, dataset: Dataset): void {
  const { name, targets, size } = dataset;
  if (size === 0) {
    throw new DataError({ where, expected: "at least one example", received: `${name} with none` });
  }
  if (dataset.task === "classification") {
    const classes = classCount(dataset);
    const wrong = offenders(size, (row) => {
      const label = targets[row]!;
      return !(Number.isInteger(label) && label >= 0 && label < classes);
    });
    if (wrong.total === 0) return;
    const first = targets[wrong.rows[0]!]!;
    throw new DataError({
      where,
      expected: `labels from 0 to ${classes - 1}, the ${classes} classes of ${name}`,
      received: `label ${first} and the like in ${offence(dataset, wrong.rows, wrong.total)}`,
      hint: `Look at them with ${name}.where([…ids]), mend or leave them out.`,
    });
  }
  const wrong = offenders(size, (row) => !Number.isFinite(targets[row]));
  if (wrong.total === 0) return;
  throw new DataError({
    where,
    expected: "finite targets",
    received: `${targets[wrong.rows[0]!]} in ${offence(dataset, wrong.rows, wrong.total)}`,
    hint: "Leave out the examples without a target.",
  });
}

/** That every input value of `values`, the decoded inputs of the rows from `from` on, is a finite number.
 *  @returns the positions of the offenders, an empty list when all is well */
export function nonFiniteRows(values: Float32Array, features: number, from: number): number[] {
  const rows: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    // Only NaN and the infinities differ from themselves by something other than 0.
    if (value - value === 0) continue;
    const row = Math.floor(i / features);
    rows.push(from + row);
    i = (row + 1) * features - 1;
  }
  return rows;
}

/** The error for inputs that hold NaN or infinities. */
export function nonFiniteInputs(where: string, dataset: Dataset, rows: readonly number[]): DataError {
  const features = dataset.shape.reduce((product, axis) => product * axis, 1);
  const first = dataset.inputsOf([rows[0]!]);
  const at = first.findIndex((value) => !Number.isFinite(value));
  const column = dataset.columns?.[at % features];
  return new DataError({
    where,
    expected: "finite inputs",
    received: `${first[at]}${column ? ` in column "${column}"` : ""} in ${offence(dataset, rows.slice(0, listed), rows.length)}`,
    hint: "Fill in or leave out what is missing before training; one NaN makes every weight NaN.",
  });
}

/** `checkTargets`, and that every input is finite. Decodes all inputs once. @throws {DataError} */
export function checkExamples(where: string, dataset: Dataset): void {
  checkTargets(where, dataset);
  const features = dataset.shape.reduce((product, axis) => product * axis, 1);
  let wrong: number[] = [];
  for (const { from, values } of inputBlocks(dataset)) {
    wrong = wrong.concat(nonFiniteRows(values, features, from));
  }
  if (wrong.length > 0) throw nonFiniteInputs(where, dataset, wrong);
}
