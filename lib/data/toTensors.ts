import { tf } from "../engine/index.ts";
import { isNumeric } from "./ColumnType.ts";
import type { AnyTable } from "./AnyTable.ts";

/** Each column as a tensor `[rows]`, by name, owned by the caller: whole numbers without missing values as int32, other
 *  numbers as float32 with NaN for missing ones, booleans as bool, dates as float32 days since 1970, text as string with
 *  "" for missing. */
export async function toTensors(table: AnyTable): Promise<Record<string, tf.Tensor1D>> {
  const made: [string, tf.Tensor1D][] = [];
  for (const name of table.columns) made.push([name, await columnTensor(table, name)]);
  return Object.fromEntries(made);
}

async function columnTensor(table: AnyTable, name: string): Promise<tf.Tensor1D> {
  const type = table.typeOf(name);
  if (type === "text" || type === "nested") {
    const values = await table.column(name);
    const texts = values.map((value) =>
      typeof value === "string" ? value : value === null ? "" : JSON.stringify(value),
    );
    return tf.tensor1d(texts, "string");
  }
  const values = await table.numbers(name);
  if (type === "date")
    return tf.tensor1d(Float32Array.from(values, (milliseconds) => milliseconds / 86_400_000));
  const complete = !values.some(Number.isNaN);
  if (type === "boolean" && complete) return tf.tensor1d(Uint8Array.from(values), "bool");
  const fits = isNumeric(type) && complete && values.every((value) => (value | 0) === value);
  return type === "integer" && fits
    ? tf.tensor1d(Int32Array.from(values), "int32")
    : tf.tensor1d(Float32Array.from(values), "float32");
}
