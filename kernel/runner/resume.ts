import { tagsOf } from "../notebook/index.ts";
import type { Cell, Notebook } from "../notebook/index.ts";

/** Takes over what an earlier run of the same notebook has done.
 *
 *  The good cells are the first ones whose text is unchanged and that ended well (an error counts only where the tag
 *  `raises-exception` expects it). Their outputs, numbers and times are copied into `notebook`. A new process knows none
 *  of their variables, so those cells run again, quietly, before the run goes on; one tagged `skip-on-resume` (its result
 *  lies in a file) does not.
 *  @returns the position of the first cell that is not good; the number of cells when all are */
export function takeOver(notebook: Notebook, earlier: Notebook): number {
  let at = 0;
  for (; at < notebook.cells.length; at++) {
    const cell = notebook.cells[at]!;
    const before = earlier.cells[at];
    if (!before || before.cell_type !== cell.cell_type || before.source !== cell.source) break;
    if (cell.cell_type !== "code" || before.cell_type !== "code") continue;
    if (!endedWell(before)) break;
    const { execution, papermill } = before.metadata;
    cell.outputs = before.outputs;
    cell.execution_count = before.execution_count;
    if (execution !== undefined) cell.metadata.execution = execution;
    if (papermill !== undefined) cell.metadata.papermill = papermill;
  }
  return at;
}

function endedWell(cell: Cell): boolean {
  if (cell.cell_type !== "code" || cell.source.trim() === "") return true;
  const tags = tagsOf(cell);
  if (tags.includes("skip-execution")) return true;
  if (cell.outputs.some((output) => output.output_type === "error")) return tags.includes("raises-exception");
  const status = (cell.metadata.papermill as { status?: unknown } | undefined)?.status;
  return cell.execution_count !== null && (status === undefined || status === "completed");
}
