/** Which rows to keep: an SQL condition, values that columns must equal, ids (in their order), or a function of the row. */
export type Condition<Row extends object> =
  | string
  | Partial<Row>
  | readonly (number | string)[]
  | ((row: Row) => boolean);
