import path from "node:path";

import { formatNotebook, formatPercent, readNotebook, writeWhole } from "../notebook/index.ts";
import { exitCode } from "./Command.ts";
import type { Command } from "./Command.ts";
import { shortPath } from "./shortPath.ts";
import { UsageError } from "./UsageError.ts";

export const convert: Command = {
  usage: "FROM TO",
  help: `
Turns percent cells into a notebook or a notebook into percent cells: the endings say which (.ts or .ipynb). A percent file
is TypeScript whose cells start with // %%; it holds no outputs, so it reads well in a review.

  roux convert digits.ts digits.ipynb
  roux convert digits.ipynb digits.ts
`,
  options: {},
  arguments: { least: 2, most: 2, what: "two files, FROM and TO" },
  async run({ positionals }) {
    const [from, to] = positionals as [string, string];
    const notebook = await readNotebook(from);
    const ending = path.extname(to).toLowerCase();
    if (ending !== ".ipynb" && ending !== ".ts" && ending !== ".mts") {
      throw new UsageError(`roux convert: expected TO to end in .ts or .ipynb, got ${to}.`);
    }
    await writeWhole(to, ending === ".ipynb" ? formatNotebook(notebook) : formatPercent(notebook));
    const { length } = notebook.cells;
    process.stdout.write(`Wrote ${shortPath(to)} (${length} ${length === 1 ? "cell" : "cells"}).\n`);
    return exitCode.done;
  },
};
