import type { ColumnType } from "./ColumnType.ts";

/** A table of whatever row type: what functions need that read any table. */
export interface AnyTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rowCount: number;
  readonly relation: string;
  readonly stored: string;
  readonly types: ReadonlyMap<string, ColumnType>;
  typeOf(column: string): ColumnType;
  sqlTypeOf(column: string): string;
  rows(options?: { limit?: number; offset?: number }): Promise<object[]>;
  ids(): Promise<(number | string)[]>;
  numbers(...names: string[]): Promise<Float64Array>;
  column(name: string): Promise<unknown[]>;
}
