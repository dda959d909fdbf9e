import type { CodeCell, Notebook } from "../notebook/index.ts";
import type { CellStatus } from "./RunEvent.ts";
import type { Parameters } from "./parameters.ts";

/** What papermill and JupyterLab write about a run into a notebook's metadata, so that their tools read ours.
 *  https://papermill.readthedocs.io · https://nbclient.readthedocs.io */
export interface RunInfo {
  inputPath: string;
  outputPath: string;
  parameters: Parameters;
  defaultParameters: Parameters;
  version: string;
}

export function startNotebook(notebook: Notebook, info: RunInfo, start: Date): void {
  notebook.metadata.papermill = {
    default_parameters: info.defaultParameters,
    duration: null,
    end_time: null,
    environment_variables: {},
    exception: null,
    input_path: info.inputPath,
    output_path: info.outputPath,
    parameters: info.parameters,
    start_time: start.toISOString(),
    version: `roux ${info.version}`,
  };
}

export function endNotebook(notebook: Notebook, start: Date, end: Date, failed: boolean): void {
  Object.assign(notebook.metadata.papermill as object, {
    duration: seconds(start, end),
    end_time: end.toISOString(),
    exception: failed ? true : null,
  });
}

/** A cell that has not been come to. */
export function pendingCell(cell: CodeCell): void {
  cell.outputs = [];
  cell.execution_count = null;
  delete cell.metadata.execution;
  cell.metadata.papermill = {
    duration: null,
    end_time: null,
    exception: null,
    start_time: null,
    status: "pending",
  };
}

export function startCell(cell: CodeCell, start: Date): void {
  cell.metadata.execution = {
    "iopub.status.busy": start.toISOString(),
    "iopub.execute_input": start.toISOString(),
  };
  cell.metadata.papermill = {
    duration: null,
    end_time: null,
    exception: null,
    start_time: start.toISOString(),
    status: "running",
  };
}

export function endCell(cell: CodeCell, start: Date, end: Date, status: CellStatus): void {
  Object.assign(cell.metadata.execution as object, {
    "shell.execute_reply": end.toISOString(),
    "iopub.status.idle": end.toISOString(),
  });
  const good = status === "ok" || status === "expected";
  cell.metadata.papermill = {
    duration: seconds(start, end),
    end_time: end.toISOString(),
    exception: !good,
    start_time: start.toISOString(),
    status: good ? "completed" : "failed",
  };
}

function seconds(start: Date, end: Date): number {
  return (end.getTime() - start.getTime()) / 1000;
}
