import { installKernelspec } from "../install/index.ts";
import type { KernelspecPlace } from "../install/index.ts";
import { exitCode } from "./Command.ts";
import type { Command } from "./Command.ts";
import { text } from "./parseOptions.ts";
import type { Arguments, OptionConfig } from "./parseOptions.ts";
import { UsageError } from "./UsageError.ts";

/** Options that say which Jupyter is meant. */
export const placeOptions: OptionConfig = {
  user: { type: "boolean" },
  "sys-prefix": { type: "boolean" },
  prefix: { type: "string" },
  name: { type: "string" },
  json: { type: "boolean" },
};

export const placeHelp = `  --user               for this user (default)
  --sys-prefix         in the active Python environment
  --prefix FOLDER      in the Python environment at FOLDER
  --name NAME          the kernel's name. Default: roux
  --json               prints the result as JSON`;

export const install: Command = {
  usage: "[--user | --sys-prefix | --prefix FOLDER] [--name NAME]",
  help: `
Registers the kernel, so that JupyterLab, Notebook, VS Code and nbclient offer "TypeScript (roux)".

${placeHelp}
`,
  options: placeOptions,
  arguments: { least: 0, most: 0, what: "no arguments" },
  async run({ values }) {
    const installed = installKernelspec(readPlace("install", values));
    process.stdout.write(
      values.json
        ? `${JSON.stringify(installed)}\n`
        : `Registered ${installed.displayName} in ${installed.folder}.\nOpen Jupyter and choose it for a new notebook.\n`,
    );
    return exitCode.done;
  },
};

export function readPlace(command: string, values: Arguments["values"]): KernelspecPlace {
  const prefix = text(values, "prefix");
  const chosen = [values.user, values["sys-prefix"], prefix].filter((value) => value !== undefined);
  if (chosen.length > 1) {
    throw new UsageError(
      `roux ${command}: expected one of --user, --sys-prefix and --prefix, got ${chosen.length}.`,
    );
  }
  const name = text(values, "name");
  return {
    ...(values.user === true ? { user: true } : {}),
    ...(values["sys-prefix"] === true ? { sysPrefix: true } : {}),
    ...(prefix === undefined ? {} : { prefix }),
    ...(name === undefined ? {} : { name }),
  };
}
