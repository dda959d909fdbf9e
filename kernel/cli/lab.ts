import { spawn } from "node:child_process";

import { installKernelspec } from "../install/index.ts";
import { exitCode } from "./Command.ts";
import type { Command } from "./Command.ts";
import { helpText } from "./help.ts";
import { ensureLab } from "./labEnvironment.ts";

export const lab: Command = {
  usage: "[options of jupyter lab]",
  help: `
Opens JupyterLab 4 on this folder, with the TypeScript kernel. The first time it makes a Python environment of its own in
the cache folder; yours stays as it is. Options go to jupyter lab:

  roux lab --no-browser --port 8890
  roux lab digits.ipynb
`,
  options: {},
  arguments: { least: 0, most: Number.POSITIVE_INFINITY, what: "options of jupyter lab" },
  passThrough: true,
  async run({ positionals }) {
    if (positionals[0] === "--help" || positionals[0] === "-h") {
      process.stdout.write(await helpText("lab"));
      return exitCode.done;
    }
    const { folder, jupyter } = await ensureLab((line) => process.stdout.write(`${line}\n`));
    installKernelspec({ prefix: folder });
    // Ctrl-C asks JupyterLab, which asks the user; we end when it does.
    const wait = () => {};
    process.on("SIGINT", wait);
    const child = spawn(jupyter, ["lab", ...positionals], { stdio: "inherit" });
    const pass = () => child.kill("SIGTERM");
    process.on("SIGTERM", pass);
    try {
      return await new Promise<number>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code, signal) =>
          resolve(code ?? (signal === "SIGINT" ? exitCode.interrupted : exitCode.failed)),
        );
      });
    } finally {
      process.off("SIGINT", wait);
      process.off("SIGTERM", pass);
    }
  },
};
