export type { CellSession } from "./CellSession.ts";
export { OutputCollector } from "./OutputCollector.ts";
export { defaultParameters, injectParameters, parseParameter } from "./parameters.ts";
export type { Parameters } from "./parameters.ts";
export type { CellReport, CellStatus, RunEvent, RunReport } from "./RunEvent.ts";
export type { RunInfo } from "./papermill.ts";
export { runNotebook } from "./runNotebook.ts";
export type { RunOptions } from "./runNotebook.ts";
