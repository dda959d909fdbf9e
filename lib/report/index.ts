export { create } from "./create.ts";
export type { Report } from "./create.ts";
export type { ReportOptions } from "./sections.ts";
export { verdicts } from "./VerdictTable.ts";
export type { VerdictTable } from "./VerdictTable.ts";
