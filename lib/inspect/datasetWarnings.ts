import type { Dataset } from "../data/index.ts";
import type { Warning } from "./columnWarnings.ts";
import { labelDomain } from "./labelDomain.ts";

/** What is wrong with the targets of a dataset. */
export function datasetWarnings(dataset: Dataset): Warning[] {
  if (dataset.size === 0) return [];
  const { verdict, message, advice } = labelDomain(dataset);
  if (verdict !== "warn" && verdict !== "fail") return [];
  return [
    {
      kind: "label-out-of-domain",
      verdict,
      columns: [],
      message: message.replace(/\.$/, ""),
      advice: advice ?? "",
    },
  ];
}
