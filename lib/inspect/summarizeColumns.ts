import type { AnyTable } from "../data/index.ts";
import { query, quoteName } from "../data/database.ts";
import type { Row } from "../data/database.ts";
import type { Bin, ColumnSummary, NumberSummary } from "./ColumnSummary.ts";

const mostBins = 20;
const shares = [0.05, 0.25, 0.5, 0.75, 0.95];
/** Columns looked at in one statement: more make its text and plan slow. */
const columnsAtOnce = 100;

interface Column {
  name: string;
  /** Of the column in SQL. */
  sql: string;
  type: ColumnSummary["type"];
  isFloat: boolean;
}

/** Exact statistics of every column. DuckDB's approximate aggregates are off by percents and not used. */
export async function summarizeColumns(table: AnyTable): Promise<ColumnSummary[]> {
  const columns = table.columns.map((name) => ({
    name,
    sql: quoteName(name),
    type: table.typeOf(name),
    isFloat: /^(FLOAT|DOUBLE)/.test(table.sqlTypeOf(name)),
  }));
  const summaries: ColumnSummary[] = [];
  for (let from = 0; from < columns.length; from += columnsAtOnce) {
    const some = columns.slice(from, from + columnsAtOnce);
    const first = await firstPass(table, some);
    const second = await secondPass(table, some, first);
    for (const [c, column] of some.entries()) {
      summaries.push(await summarize(table, column, part(first, c), part(second, c)));
    }
  }
  return summaries;
}

/** The results of column number `c`, without its prefix. */
function part(row: Row, c: number): Row {
  const prefix = `c${c}_`;
  const own = Object.entries(row).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** The column as finite float64; other values as NULL, which aggregates leave out. */
function finite({ sql, type, isFloat }: Column): string {
  if (type === "boolean") return `${sql}::INTEGER::DOUBLE`;
  return isFloat ? `CASE WHEN isfinite(${sql}) THEN ${sql}::DOUBLE END` : `${sql}::DOUBLE`;
}

function isNumbers({ type }: Column): boolean {
  return type === "number" || type === "integer" || type === "boolean";
}

async function firstPass(table: AnyTable, columns: readonly Column[]): Promise<Row> {
  const terms = columns.flatMap((column, c) => {
    const { sql, type, isFloat } = column;
    const value = finite(column);
    // Whole numbers as they are: as float64 with many equal values this takes five times as long.
    const ordered = type === "integer" ? sql : type === "boolean" ? `${sql}::TINYINT` : value;
    const own = [`count(${sql}) AS c${c}_count`];
    if (isFloat)
      own.push(
        `count(*) FILTER (isnan(${sql})) AS c${c}_nan`,
        `count(*) FILTER (isinf(${sql})) AS c${c}_infinite`,
      );
    if (isNumbers(column)) {
      own.push(
        `count(${value}) AS c${c}_finite`,
        `min(${value}) AS c${c}_min`,
        `max(${value}) AS c${c}_max`,
        `favg(${value}) AS c${c}_mean`,
        `quantile_cont(${ordered}, [${shares.join(", ")}]) AS c${c}_quantiles`,
        `count(*) FILTER (${value} = 0) AS c${c}_zeros`,
        `count(*) FILTER (${value} < 0) AS c${c}_negative`,
      );
    } else if (type === "text") {
      own.push(
        `min(length(${sql}::VARCHAR)) AS c${c}_shortest`,
        `max(length(${sql}::VARCHAR)) AS c${c}_longest`,
        `avg(length(${sql}::VARCHAR)) AS c${c}_meanLength`,
      );
    } else if (type === "date") {
      own.push(`min(${sql})::VARCHAR AS c${c}_first`, `max(${sql})::VARCHAR AS c${c}_last`);
    }
    return own;
  });
  return (await query(`SELECT ${terms.join(", ")} FROM ${table.stored}`))[0]!;
}

/** Moments around the mean, which is known now: exact where the sum of squares would lose it. */
async function secondPass(table: AnyTable, columns: readonly Column[], first: Row): Promise<Row> {
  const terms = columns.flatMap((column, c) => {
    const { mean, min, max } = part(first, c) as { mean?: number; min?: number; max?: number };
    if (!isNumbers(column) || mean === undefined || mean === null || !Number.isFinite(mean)) return [];
    // Scaled, so that squares and cubes of very large or small values stay within float64.
    const scale = Math.max(Math.abs(max! - mean), Math.abs(min! - mean)) || 1;
    const distance = `((${finite(column)} - ${literal(mean)}) / ${literal(scale)})`;
    return [
      `fsum(${distance}) AS c${c}_rest`,
      `fsum(${distance} * ${distance}) AS c${c}_squares`,
      `fsum(${distance} * ${distance} * ${distance}) AS c${c}_cubes`,
      `${literal(scale)} AS c${c}_scale`,
    ];
  });
  return terms.length === 0 ? {} : (await query(`SELECT ${terms.join(", ")} FROM ${table.stored}`))[0]!;
}

const literal = (value: number): string => `${value.toExponential()}::DOUBLE`;

async function summarize(table: AnyTable, column: Column, first: Row, second: Row): Promise<ColumnSummary> {
  const { name, type } = column;
  const count = Number(first["count"]);
  const { distinct, top, numbers, dates } = await frequencies(table, column);
  const summary: ColumnSummary = {
    name,
    type,
    count,
    missing: table.rowCount - count,
    nan: Number(first["nan"] ?? 0),
    infinite: Number(first["infinite"] ?? 0),
    distinct,
    top,
  };
  if (isNumbers(column) && Number(first["finite"]) > 0) {
    summary.numbers = await numberSummary(table, column, first, second);
  } else if (type === "text" && count > 0) {
    const { shortest, longest, meanLength } = first as Record<string, number>;
    summary.text = { shortest: shortest!, longest: longest!, meanLength: meanLength!, numbers, dates };
  } else if (type === "date" && count > 0) {
    summary.dates = { first: first["first"] as string, last: first["last"] as string };
  }
  return summary;
}

interface Frequencies extends Pick<ColumnSummary, "distinct" | "top"> {
  /** Values of a text that read as numbers, and as dates. */
  numbers: number;
  dates: number;
}

async function frequencies(table: AnyTable, column: Column): Promise<Frequencies> {
  const { sql, type, isFloat } = column;
  const value = isNumbers(column) ? sql : `${sql}::VARCHAR`;
  const present = `${sql} IS NOT NULL${isFloat ? ` AND NOT isnan(${sql})` : ""}`;
  // Each different text is tried once: a cast that fails is slow.
  const casts = ["DOUBLE", "TIMESTAMP"].map((as) =>
    type === "text" ? `(SELECT sum(count) FROM counted WHERE TRY_CAST(value AS ${as}) IS NOT NULL)` : "0",
  );
  const found = await query(
    `WITH counted AS MATERIALIZED (SELECT ${value} AS value, count(*) AS count FROM ${table.stored} WHERE ${present} GROUP BY 1)
     SELECT value, count, (SELECT count(*) FROM counted) AS different, ${casts[0]} AS numbers, ${casts[1]} AS dates
     FROM counted ORDER BY count DESC, value LIMIT 5`,
  );
  const [first] = found;
  return {
    distinct: Number(first?.["different"] ?? 0),
    numbers: Number(first?.["numbers"] ?? 0),
    dates: Number(first?.["dates"] ?? 0),
    top: found.map(({ value, count }) => ({
      value: typeof value === "bigint" ? Number(value) : (value as string | number | boolean),
      count: Number(count),
    })),
  };
}

async function numberSummary(
  table: AnyTable,
  column: Column,
  first: Row,
  second: Row,
): Promise<NumberSummary> {
  const { finite: n, min, max, mean } = first as Record<string, number>;
  const { rest, squares, cubes, scale } = second as Record<string, number>;
  const [p05, p25, p50, p75, p95] = (first["quantiles"] as number[]).map(Number);
  const squared = squares! - (rest! * rest!) / n!;
  const deviation = n! < 2 ? null : Math.sqrt(Math.max(0, squared) / (n! - 1));
  // The rest corrects for the rounding of the mean.
  const cubed = cubes! - (3 * rest! * squares!) / n! + (2 * rest! ** 3) / n! ** 2;
  const adjusted = (n! * cubed) / ((n! - 1) * (n! - 2) * (deviation ?? 1) ** 3);
  return {
    min: min!,
    max: max!,
    mean: mean!,
    deviation: deviation === null ? null : deviation * scale!,
    skewness: n! < 3 ? null : deviation === 0 ? 0 : adjusted,
    quantiles: { p05: p05!, p25: p25!, p50: p50!, p75: p75!, p95: p95! },
    zeros: Number(first["zeros"]),
    negative: Number(first["negative"]),
    histogram: await histogram(table, column, min!, max!),
  };
}

async function histogram(table: AnyTable, column: Column, min: number, max: number): Promise<Bin[]> {
  const whole = column.type === "integer" || column.type === "boolean";
  const perInteger = whole && max - min < mostBins;
  const bins = min === max ? 1 : perInteger ? max - min + 1 : mostBins;
  const low = perInteger || min === max ? min - 0.5 : min;
  const high = perInteger || min === max ? max + 0.5 : max;
  // Halves, so that the span of very large values does not overflow.
  const place = `(${finite(column)} / 2 - ${literal(low / 2)}) / ${literal(high / 2 - low / 2)} * ${bins}`;
  const counted = await query(
    `SELECT least(floor(${place}), ${bins - 1})::INTEGER AS bin, count(*) AS count FROM ${table.stored}
     WHERE ${finite(column)} IS NOT NULL GROUP BY 1`,
  );
  const counts = new Map(counted.map(({ bin, count }) => [Number(bin), Number(count)]));
  const edge = (i: number): number => (i === bins ? high : low + (high / 2 - low / 2) * 2 * (i / bins));
  return Array.from({ length: bins }, (_, i) => ({
    from: edge(i),
    to: edge(i + 1),
    count: counts.get(i) ?? 0,
  }));
}
