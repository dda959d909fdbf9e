export { create } from "./create.ts";
export type { Report, ReportOptions } from "./create.ts";
export { verdicts } from "./VerdictTable.ts";
export type { VerdictTable } from "./VerdictTable.ts";
