import { exitCode } from "./Command.ts";
import type { Command } from "./Command.ts";

export const kernel: Command = {
  usage: "CONNECTION_FILE",
  help: `
Serves the Jupyter front end that wrote the connection file. Jupyter starts this itself; register it with roux install.
`,
  options: {},
  arguments: { least: 1, most: 1, what: "a CONNECTION_FILE" },
  async run({ positionals }) {
    const { startKernel } = await import("../jupyter/index.ts");
    await startKernel(positionals[0]!);
    return exitCode.done;
  },
};
