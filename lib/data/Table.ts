import { displaySymbol } from "../display/index.ts";
import type { MimeBundle } from "../display/index.ts";
import { checkOptions, DataError } from "../errors/index.ts";
import type { AnyTable } from "./AnyTable.ts";
import { columnType } from "./ColumnType.ts";
import type { ColumnType } from "./ColumnType.ts";
import {
  dropRelation,
  execute,
  numberedSuffix,
  newRelation,
  query,
  quoteName,
  readMatrix,
} from "./database.ts";
import type { Condition } from "./Condition.ts";
import type { Dataset } from "./Dataset.ts";
import { PendingTable } from "./PendingTable.ts";
import type { SqlOptions } from "./SqlOptions.ts";
import { idColumn, withIds } from "./withIds.ts";
import { tableBundle, tableLine } from "./tableDisplay.ts";
import { tableDataset } from "./tableDataset.ts";
import type { TableDatasetOptions } from "./tableDataset.ts";
import { tableSortBy } from "./tableSortBy.ts";
import { tableWhere } from "./tableWhere.ts";
import { toArrow } from "./toArrow.ts";
import { toDanfo } from "./toDanfo.ts";
import { toTensors } from "./toTensors.ts";
import { checkColumns, tableFailure } from "./tableFailure.ts";

const forgotten = new FinalizationRegistry<string>((relation) => {
  dropRelation(relation).catch(() => undefined);
});

/** Rows and typed columns, held by DuckDB. Immutable: each operation gives a new table. Every row has an id that stays
 *  with it through `where`, `select` and `sortBy`.
 *
 *  `Row` is the type of a row when it is known, so that a misspelt column is a type error. */
export class Table<Row extends object = Record<string, unknown>> implements AnyTable {
  /** Names of the columns, in their order. */
  readonly columns: readonly (keyof Row & string)[];
  readonly rowCount: number;
  readonly name: string;
  /** What each column holds, by name. */
  readonly types: ReadonlyMap<string, ColumnType>;
  readonly #types: ReadonlyMap<string, string>;
  readonly #relation: string;

  private constructor(name: string, relation: string, types: ReadonlyMap<string, string>, rowCount: number) {
    this.name = name;
    this.#relation = relation;
    this.#types = types;
    this.types = new Map([...types].map(([name, type]) => [name, columnType(type)]));
    this.columns = [...types.keys()] as (keyof Row & string)[];
    this.rowCount = rowCount;
  }

  /** Makes a table of what a query gives. A column `__id` names the rows; without one they are numbered from 0.
   *  @throws DuckDB's error */
  static async ofQuery<Row extends object>(sql: string, name: string): Promise<Table<Row>> {
    const relation = newRelation();
    await execute(`CREATE TEMP TABLE ${relation} AS ${sql}`);
    return Table.ofRelation<Row>(relation, name);
  }

  /** Takes over a table of the database, which is dropped when this one is forgotten. */
  static async ofRelation<Row extends object>(relation: string, name: string): Promise<Table<Row>> {
    const numbered = await withIds(relation);
    const described = await query(`DESCRIBE ${numbered}`);
    const types = new Map(
      described
        .filter(({ column_name }) => column_name !== idColumn)
        .map(({ column_name, column_type }) => [column_name as string, column_type as string]),
    );
    const [{ count }] = (await query(`SELECT count(*) AS count FROM ${numbered}`)) as [{ count: number }];
    const table = new Table<Row>(name, numbered, types, count);
    forgotten.register(table, numbered);
    return table;
  }

  /** What a column holds. @throws {DataError} when there is no such column */
  typeOf(column: keyof Row & string): ColumnType {
    return columnType(this.sqlTypeOf(column));
  }

  /** What a column holds, as DuckDB calls it: `DOUBLE`, `VARCHAR`, `DECIMAL(18,3)`. */
  sqlTypeOf(column: keyof Row & string): string {
    checkColumns("table.typeOf", [column], this.columns);
    return this.#types.get(column)!;
  }

  /** Name of the relation in the database, for those who write queries on it: it has the columns and `__id`. */
  get relation(): string {
    return this.#relation;
  }

  /** Name of what stores the columns, perhaps without `__id`: quicker to query for tables of thousands of columns. */
  get stored(): string {
    return this.#relation.replace(numberedSuffix, "");
  }

  /** The rows for which the condition holds: `where("mass > 4000 AND sex IS NOT NULL")`, `where({ species: "Gentoo" })`,
   *  `where(result.ids)` (in the order of the ids), `where((row) => row.mass > 4000)`.
   *  @throws {DataError} for SQL that is wrong, unknown columns and unknown ids */
  where(condition: Condition<Row>): PendingTable<Row> {
    return new PendingTable(tableWhere(this, condition, (sql) => this.#derive<Row>("table.where", sql)));
  }

  /** Only these columns, in this order. @throws {DataError} when one of them does not exist */
  select<Name extends keyof Row & string>(...names: Name[]): PendingTable<Pick<Row, Name>> {
    return new PendingTable(
      (async () => {
        checkColumns("table.select", names, this.columns);
        const list = [...names, idColumn].map(quoteName).join(", ");
        return this.#derive<Pick<Row, Name>>("table.select", `SELECT ${list} FROM ${this.#relation}`);
      })(),
    );
  }

  /** The rows in order of a column or of scores (one per row); equal ones stay in their order, missing values and NaN last.
   *  @param options.descending highest first. Default: false */
  sortBy(
    key: (keyof Row & string) | ArrayLike<number>,
    options: { descending?: boolean } = {},
  ): PendingTable<Row> {
    return new PendingTable(tableSortBy(this, key, options, (sql) => this.#derive<Row>("table.sortBy", sql)));
  }

  /** The first rows. Default: 5. */
  head(count = 5): PendingTable<Row> {
    return new PendingTable(
      this.#derive<Row>(
        "table.head",
        `SELECT * FROM ${this.#relation} LIMIT ${Math.max(0, Math.trunc(count))}`,
      ),
    );
  }

  /** What a query gives, in which this table is called `this`:
   *  `table.sql("SELECT species, avg(mass) AS mass FROM this GROUP BY species ORDER BY mass")`.
   *  Rows keep their ids when the query keeps `__id` (`SELECT *` does), else they are numbered anew.
   *  @throws {DataError} for SQL that is wrong */
  sql<Result extends object = Record<string, unknown>>(
    query: string,
    options: SqlOptions = {},
  ): PendingTable<Result> {
    checkOptions("table.sql", options, ["tables"]);
    const named = Object.entries({ ...options.tables, this: this });
    const prefix = named.map(([name, table]) => `${quoteName(name)} AS (SELECT * FROM ${table.relation})`);
    const own = query.trim().replace(/;$/, "");
    const body = /^with\s/i.test(own) ? `, ${own.replace(/^with\s+(recursive\s+)?/i, "")}` : ` ${own}`;
    const tables = named.map(([, table]) => table);
    return new PendingTable(
      this.#derive<Result>("table.sql", `WITH RECURSIVE ${prefix.join(", ")}${body}`, tables),
    );
  }

  /** Rows as objects. @param options.limit default: all   @param options.offset rows left out before. Default: 0 */
  async rows(options: { limit?: number; offset?: number } = {}): Promise<Row[]> {
    checkOptions("table.rows", options, ["limit", "offset"]);
    const limit = options.limit === undefined ? "" : ` LIMIT ${options.limit} OFFSET ${options.offset ?? 0}`;
    return (await query(`SELECT * EXCLUDE (${idColumn}) FROM ${this.#relation}${limit}`)) as Row[];
  }

  /** The values of a column. @throws {DataError} when there is no such column */
  async column<Name extends keyof Row & string>(name: Name): Promise<Row[Name][]> {
    checkColumns("table.column", [name], this.columns);
    return (await query(`SELECT ${quoteName(name)} AS value FROM ${this.#relation}`)).map(
      ({ value }) => value as Row[Name],
    );
  }

  /** Numeric, boolean or date columns as float64, row-major `[rows, columns]`; missing values are NaN, dates milliseconds.
   *  @throws {DataError} when a column does not exist or holds text */
  async numbers(...names: (keyof Row & string)[]): Promise<Float64Array> {
    checkColumns("table.numbers", names, this.columns);
    const list = names.map((name) => {
      const type = this.typeOf(name);
      if (type === "text" || type === "nested") {
        throw new DataError({
          where: "table.numbers",
          expected: "columns of numbers",
          received: `"${name}", which holds ${type}`,
        });
      }
      const number = type === "date" ? `epoch_ms(${quoteName(name)}::TIMESTAMP)` : quoteName(name);
      return `coalesce(${number}::DOUBLE, 'NaN'::DOUBLE)`;
    });
    const values = new Float64Array(this.rowCount * names.length);
    return names.length === 0
      ? values
      : readMatrix(`SELECT ${list.join(", ")} FROM ${this.#relation}`, values);
  }

  /** Names of the rows, in their order. */
  async ids(): Promise<(number | string)[]> {
    return (await query(`SELECT ${idColumn} AS id FROM ${this.#relation}`)).map(
      ({ id }) => id as number | string,
    );
  }

  /** Rows as examples to learn from: see `TableDatasetOptions`. */
  dataset(options: TableDatasetOptions<Row>): Promise<Dataset> {
    return tableDataset(this, options);
  }

  /** As a danfojs DataFrame, the ids as its index. @throws {DataError} when danfojs-node is not installed */
  toDanfo(): ReturnType<typeof toDanfo> {
    return toDanfo(this);
  }

  /** As an Arrow table. @throws {DataError} when apache-arrow is not installed */
  toArrow(): ReturnType<typeof toArrow> {
    return toArrow(this);
  }

  /** Columns as tensors `[rows]`, by name, owned by the caller. */
  toTensors(): ReturnType<typeof toTensors> {
    return toTensors(this);
  }

  toString(): string {
    return tableLine(this);
  }

  toJSON(): object {
    return { name: this.name, rowCount: this.rowCount, columns: Object.fromEntries(this.types) };
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  [displaySymbol](): Promise<MimeBundle> {
    return tableBundle(this);
  }

  /** @param sources tables that must not be forgotten while the query runs */
  async #derive<Result extends object>(
    where: string,
    sql: string,
    sources: readonly AnyTable[] = [],
  ): Promise<Table<Result>> {
    try {
      return await Table.ofQuery<Result>(sql, this.name);
    } catch (cause) {
      const columns = new Set<string>(this.columns);
      for (const source of sources) for (const column of source.columns) columns.add(column);
      throw cause instanceof DataError ? cause : tableFailure(where, cause, [...columns]);
    }
  }
}
