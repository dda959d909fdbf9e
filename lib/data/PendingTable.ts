import { displaySymbol } from "../display/index.ts";
import type { MimeBundle } from "../display/index.ts";
import type { Condition } from "./Condition.ts";
import type { Dataset } from "./Dataset.ts";
import type { SqlOptions } from "./SqlOptions.ts";
import type { Table } from "./Table.ts";
import type { TableDatasetOptions } from "./tableDataset.ts";

/** A table that is still being made. `await` gives the table; its operations can be chained without waiting:
 *  `await data.read("penguins.csv").where("mass > 4000").sortBy("mass")`. */
export class PendingTable<Row extends object = Record<string, unknown>> implements PromiseLike<Table<Row>> {
  readonly #table: Promise<Table<Row>>;

  constructor(table: Promise<Table<Row>>) {
    this.#table = table;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- awaiting a pending table is its purpose
  then<Fulfilled = Table<Row>, Rejected = never>(
    onFulfilled?: ((table: Table<Row>) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.#table.then(onFulfilled, onRejected);
  }

  where(condition: Condition<Row>): PendingTable<Row> {
    return this.#next((table) => table.where(condition));
  }

  select<Name extends keyof Row & string>(...names: Name[]): PendingTable<Pick<Row, Name>> {
    return this.#next((table) => table.select(...names));
  }

  sortBy(
    key: (keyof Row & string) | ArrayLike<number>,
    options: { descending?: boolean } = {},
  ): PendingTable<Row> {
    return this.#next((table) => table.sortBy(key, options));
  }

  head(count?: number): PendingTable<Row> {
    return this.#next((table) => table.head(count));
  }

  sql<Result extends object = Record<string, unknown>>(
    query: string,
    options: SqlOptions = {},
  ): PendingTable<Result> {
    return this.#next((table) => table.sql<Result>(query, options));
  }

  async rows(options: { limit?: number; offset?: number } = {}): Promise<Row[]> {
    return (await this.#table).rows(options);
  }

  async dataset(options: TableDatasetOptions<Row>): Promise<Dataset> {
    return (await this.#table).dataset(options);
  }

  async [displaySymbol](): Promise<MimeBundle> {
    return (await this.#table)[displaySymbol]();
  }

  #next<Next extends object>(step: (table: Table<Row>) => PendingTable<Next>): PendingTable<Next> {
    return new PendingTable(this.#table.then(step));
  }
}
