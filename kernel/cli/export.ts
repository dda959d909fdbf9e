import path from "node:path";

import { exportNotebook } from "../export/index.ts";
import { readNotebook, writeWhole } from "../notebook/index.ts";
import { exitCode } from "./Command.ts";
import type { Command } from "./Command.ts";
import { text } from "./parseOptions.ts";
import { shortPath } from "./shortPath.ts";
import { size } from "./terminal.ts";

export const exportPage: Command = {
  usage: "NOTEBOOK [-o page.html] [--no-code]",
  help: `
Makes one web page of a notebook as it is, with its outputs: charts stay live, pictures and styles are inside, and the page
works offline. It does not run the notebook; roux run NOTEBOOK --html page.html does both.

  -o, --output FILE    Default: the notebook's name with .html
  --no-code            leaves the code out
  --json               prints { "notebook", "page", "bytes" }
`,
  options: {
    output: { type: "string", short: "o" },
    "no-code": { type: "boolean" },
    json: { type: "boolean" },
  },
  arguments: { least: 1, most: 1, what: "one NOTEBOOK" },
  async run({ values, positionals }) {
    const input = positionals[0]!;
    const { dir, name } = path.parse(input);
    const page = text(values, "output") ?? path.join(dir, `${name}.html`);
    const html = exportNotebook(await readNotebook(input), {
      code: values["no-code"] !== true,
      title: name,
      folder: path.dirname(path.resolve(input)),
    });
    await writeWhole(page, html);
    const bytes = Buffer.byteLength(html);
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ notebook: input, page, bytes })}\n`
        : `Wrote ${shortPath(page)} (${size(bytes)}).\n`,
    );
    return exitCode.done;
  },
};
