import { checkChoice, checkOptions, DataError } from "../errors/index.ts";
import type { AnyTable } from "./AnyTable.ts";
import { query, quoteName } from "./database.ts";
import { Dataset } from "./Dataset.ts";
import { encodeFeatures } from "./encodeFeatures.ts";
import { checkColumns } from "./tableFailure.ts";
import { idColumn } from "./withIds.ts";

export interface TableDatasetOptions<Row extends object = Record<string, unknown>> {
  /** The column to predict. */
  target: keyof Row & string;
  /** The columns to predict it from. Default: all others. */
  features?: readonly (keyof Row & string)[];
  /** Default: classification when the target is text, boolean, or whole numbers of at most 20 different values. */
  task?: "classification" | "regression";
  /** Order of the classes. Default: sorted. */
  classes?: readonly string[];
  /** Rows with missing values among target and features: an error, left out, or (features only) kept as NaN.
   *  Default: "error". */
  missing?: "error" | "drop" | "nan";
}

/** A table of which rows can be left out. */
interface WhereTable extends AnyTable {
  where(condition: string): PromiseLike<AnyTable>;
}

const where = "table.dataset";

/** Rows as examples: numbers and booleans as they are, text of at most 50 different values as one column per value
 *  (`island=Biscoe`). Nothing is scaled: scaling is fitted on the training part only.
 *  @throws {DataError} for unknown columns, missing values, and text of too many different values */
export async function tableDataset<Row extends object>(
  table: WhereTable,
  options: TableDatasetOptions<Row>,
): Promise<Dataset> {
  checkOptions(where, options, ["target", "features", "task", "classes", "missing"]);
  const { target, missing = "error" } = options;
  if (typeof target !== "string") {
    throw new DataError({
      where,
      expected: `target: the column to predict, among ${table.columns.join(", ")}`,
      received: typeof target === "undefined" ? "none" : typeof target,
    });
  }
  checkChoice(where, "missing", missing, ["error", "drop", "nan"]);
  checkChoice(where, "task", options.task, ["classification", "regression"]);
  const features = [...(options.features ?? table.columns.filter((name) => name !== target))];
  checkColumns(where, [target, ...features], table.columns);
  if (features.includes(target)) {
    throw new DataError({ where, expected: "features without the target", received: `"${target}" in both` });
  }
  const complete = await withoutMissing(table, target, features, missing);
  const { columns, values } = await encodeFeatures(complete, features);
  const { task, targets, classes } = await encodeTarget(complete, target, options);
  return new Dataset({
    name: table.name,
    kind: "table",
    task,
    shape: [columns.length],
    inputs: values,
    targets,
    ids: (await complete.ids()) as number[],
    columns,
    ...(classes ? { classes } : {}),
  });
}

async function withoutMissing(
  table: WhereTable,
  target: string,
  features: readonly string[],
  missing: "error" | "drop" | "nan",
): Promise<AnyTable> {
  const checked = missing === "nan" ? [target] : [target, ...features];
  const counts = await query(
    `SELECT ${checked.map((name, c) => `count(*) FILTER (${absent(table, name)}) AS c${c}`).join(", ")} FROM ${table.relation}`,
  );
  const incomplete = checked
    .map((name, c) => ({ name, count: Number(counts[0]![`c${c}`]) }))
    .filter(({ count }) => count > 0);
  if (incomplete.length === 0) return table;
  if (missing === "error") {
    throw new DataError({
      where,
      expected: "columns without missing values",
      received: incomplete.map(({ name, count }) => `${count} in "${name}"`).join(", "),
      hint: 'Leave those rows out with missing: "drop", or keep NaN with missing: "nan".',
    });
  }
  return table.where(checked.map((name) => `NOT (${absent(table, name)})`).join(" AND "));
}

/** SQL that holds for a missing value or NaN. */
function absent(table: AnyTable, name: string): string {
  const column = quoteName(name);
  const isFloat = /^(FLOAT|DOUBLE)/.test(table.sqlTypeOf(name));
  return isFloat ? `${column} IS NULL OR isnan(${column})` : `${column} IS NULL`;
}

async function encodeTarget(
  table: AnyTable,
  target: string,
  options: Pick<TableDatasetOptions, "task" | "classes">,
): Promise<{ task: "classification" | "regression"; targets: ArrayLike<number>; classes?: string[] }> {
  const type = table.typeOf(target);
  const name = quoteName(target);
  const found = await query(
    `SELECT DISTINCT ${name}, ${name}::VARCHAR AS label FROM ${table.relation} ORDER BY 1 LIMIT 1001`,
  );
  const few = found.length <= 20;
  const classLike = type === "text" || type === "boolean" || (type === "integer" && few);
  const task = options.task ?? (classLike || options.classes ? "classification" : "regression");
  if (task === "regression") return { task, targets: await table.numbers(target) };
  if (found.length > 1000) {
    throw new DataError({
      where,
      expected: `at most 1,000 classes in "${target}"`,
      received: `more in ${table.rowCount} rows`,
      hint: 'A measured target needs task: "regression".',
    });
  }
  const classes = [...(options.classes ?? found.map(({ label }) => label as string))];
  const classIds = new Map(classes.map((label, classId) => [label, classId]));
  const labels = await query(`SELECT ${name}::VARCHAR AS label, ${idColumn} AS id FROM ${table.relation}`);
  const targets = labels.map(({ label, id }) => {
    const classId = classIds.get(label as string);
    if (classId !== undefined) return classId;
    throw new DataError({
      where,
      expected: `labels among the classes ${classes.join(", ")}`,
      received: `"${label as string}" in the row with id ${id as string}`,
    });
  });
  return { task, targets, classes };
}
