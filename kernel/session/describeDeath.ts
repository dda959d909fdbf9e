import type { EvaluatorDeath } from "../evaluator/index.ts";
import type { CellError } from "./SessionOptions.ts";
import { formatNotice } from "./formatError.ts";

/** What the user reads when the process that ran the cells is gone. */
export function describeDeath({ code, signal, deliberate, lastWords }: EvaluatorDeath): CellError {
  const gone = "All variables are gone; run the cells you need again.";
  if (/heap out of memory|Reached heap limit|Array buffer allocation failed/.test(lastWords)) {
    return formatNotice("OutOfMemory", `the cell used more memory than JavaScript may have. ${gone}`);
  }
  if (deliberate)
    return formatNotice(
      "ProcessExit",
      `process.exit(${code ?? ""}) ended the process that runs the cells. ${gone}`,
    );
  if (signal === "SIGKILL") {
    return formatNotice(
      "ProcessKilled",
      `the process that runs the cells was killed (SIGKILL), often for lack of memory. ${gone}`,
    );
  }
  const how = signal ? `by signal ${signal}` : `with exit code ${code}`;
  return formatNotice(
    "ProcessCrashed",
    `the process that runs the cells ended ${how}, as native code does when it fails. ${gone}`,
  );
}
