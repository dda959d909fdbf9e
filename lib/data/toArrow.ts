import type * as arrow from "apache-arrow";
import { optionalPackage } from "./optionalPackage.ts";
import type { AnyTable } from "./AnyTable.ts";
import type { Row } from "./database.ts";

/** An Arrow table with the columns of the table: int32 or float64, bool, timestamps in milliseconds, text as dictionary. */
export async function toArrow(table: AnyTable): Promise<arrow.Table> {
  const api = await optionalPackage<typeof arrow>("apache-arrow", "table.toArrow");
  const rows = (await table.rows()) as Row[];
  const columns: Record<string, arrow.Vector> = {};
  for (const name of table.columns) {
    const values = rows.map((row) => row[name] ?? null);
    const whole = values.every(
      (value) => value === null || (Number.isInteger(value) && Math.abs(value as number) < 2 ** 31),
    );
    const type = {
      integer: whole ? new api.Int32() : new api.Float64(),
      number: new api.Float64(),
      boolean: new api.Bool(),
      date: new api.TimestampMillisecond(),
      text: new api.Dictionary(new api.Utf8(), new api.Int32()),
      nested: new api.Utf8(),
    }[table.typeOf(name)];
    columns[name] = api.vectorFromArray(values.map(arrowValue), type as arrow.DataType);
  }
  return new api.Table(columns);
}

function arrowValue(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value !== null && typeof value === "object" && !(value instanceof Date)) return JSON.stringify(value);
  return value;
}
