/** What a column holds, in words; `sqlType` of the table says exactly. */
export type ColumnType = "integer" | "number" | "boolean" | "text" | "date" | "nested";

/** @param sqlType DuckDB's name of the type */
export function columnType(sqlType: string): ColumnType {
  if (/\[|^STRUCT|^MAP|^UNION|^LIST|^JSON|^VARIANT/.test(sqlType)) return "nested";
  if (/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$|^BIGNUM$/.test(sqlType)) return "integer";
  if (/^(FLOAT|DOUBLE|REAL|DECIMAL)/.test(sqlType)) return "number";
  if (sqlType === "BOOLEAN") return "boolean";
  if (/^(DATE|TIME)/.test(sqlType)) return "date";
  return "text";
}

export function isNumeric(type: ColumnType): boolean {
  return type === "integer" || type === "number";
}
