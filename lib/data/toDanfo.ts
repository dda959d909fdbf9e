import { optionalPackage } from "./optionalPackage.ts";
import type { AnyTable } from "./AnyTable.ts";
import type { Row } from "./database.ts";

/** What is used of a danfojs DataFrame. */
export interface DanfoFrame {
  readonly columns: string[];
  readonly dtypes: string[];
  readonly index: (number | string)[];
  readonly shape: number[];
  readonly values: unknown;
  column(name: string): { readonly values: unknown };
}

interface Danfo {
  DataFrame: new (data: Record<string, unknown[]>, options: { index: (number | string)[] }) => DanfoFrame;
}

/** A danfojs DataFrame with the columns of the table and its ids as index. Missing values are NaN in columns of numbers and
 *  undefined elsewhere, which is how danfojs writes them. */
export async function toDanfo(table: AnyTable): Promise<DanfoFrame> {
  const loaded = await optionalPackage<Danfo & { default?: Danfo }>("danfojs-node", "table.toDanfo");
  const rows = (await table.rows()) as Row[];
  const columns = Object.fromEntries(
    table.columns.map((name) => {
      const type = table.typeOf(name);
      const missing = type === "number" || type === "integer" ? Number.NaN : undefined;
      return [name, rows.map((row) => danfoValue(row[name]) ?? missing)];
    }),
  );
  const { DataFrame } = loaded.DataFrame ? loaded : loaded.default!;
  return new DataFrame(columns, { index: await table.ids() });
}

function danfoValue(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "bigint" ? Number(value) : value;
}
