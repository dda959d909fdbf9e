import type { AnyTable } from "./AnyTable.ts";

/** What a query on a table may ask for. */
export interface SqlOptions {
  /** Other tables that the query names. */
  tables?: Readonly<Record<string, AnyTable>>;
}
