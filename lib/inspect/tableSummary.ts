import { performance } from "node:perf_hooks";
import type { AnyTable } from "../data/index.ts";
import { displayable, formatNumber, verdictLine, worstVerdict } from "../display/index.ts";
import type { CheckResult, Displayable } from "../display/index.ts";
import type { ColumnSummary } from "./ColumnSummary.ts";
import { columnWarnings } from "./columnWarnings.ts";
import type { Warning } from "./columnWarnings.ts";
import { summarizeColumns } from "./summarizeColumns.ts";
import { tableSummaryHtml, tableSummaryText } from "./tableSummaryDisplay.ts";
import { countDuplicateRows, tableWarnings } from "./tableWarnings.ts";

/** What is in a table, column by column, with what is remarkable about it. */
export interface TableSummary extends CheckResult<{ warnings: Warning[] }> {
  kind: "table";
  name: string;
  rows: number;
  /** Rows that repeat an earlier one. */
  duplicateRows: number;
  columns: ColumnSummary[];
  warnings: Warning[];
}

export async function tableSummary(
  table: AnyTable,
  more: readonly Warning[] = [],
): Promise<TableSummary & Displayable> {
  const start = performance.now();
  const columns = table.rowCount === 0 && table.columns.length === 0 ? [] : await summarizeColumns(table);
  const duplicateRows = await countDuplicateRows(table);
  const warnings = [
    ...more,
    ...(await tableWarnings(table, columns, duplicateRows)),
    ...columns.flatMap(columnWarnings),
  ];
  return finishSummary({ name: table.name, rows: table.rowCount, duplicateRows, columns, warnings, start });
}

function finishSummary(
  fields: Pick<TableSummary, "name" | "rows" | "duplicateRows" | "columns" | "warnings"> & { start: number },
): TableSummary & Displayable {
  const { start, ...rest } = fields;
  const warnings = [...fields.warnings].sort(
    (a, b) => Number(b.verdict === "fail") - Number(a.verdict === "fail"),
  );
  const size = `${formatNumber(fields.rows)} rows × ${formatNumber(fields.columns.length)} columns`;
  const summary: TableSummary = {
    check: "inspect.summary",
    kind: "table",
    ...rest,
    verdict: worstVerdict(["pass", ...warnings.map(({ verdict }) => verdict)]),
    message: `${size}, ${warnings.length === 0 ? "nothing remarkable" : `${warnings.length} to look at`}.`,
    ...(warnings[0] ? { advice: `${warnings[0].message}. ${warnings[0].advice}` } : {}),
    warnings,
    evidence: { warnings },
    elapsedMs: performance.now() - start,
  };
  return displayable(
    summary,
    () => `${verdictLine(summary)}\n${tableSummaryText(summary)}`,
    () => ({ "text/html": tableSummaryHtml(summary).source }),
  );
}
