import { kernelsFolder, uninstallKernelspec } from "../install/index.ts";
import { exitCode } from "./Command.ts";
import type { Command } from "./Command.ts";
import { placeHelp, placeOptions, readPlace } from "./install.ts";

export const uninstall: Command = {
  usage: "[--user | --sys-prefix | --prefix FOLDER] [--name NAME]",
  help: `
Takes the kernel out of Jupyter again. Notebooks and engines stay.

${placeHelp}
`,
  options: placeOptions,
  arguments: { least: 0, most: 0, what: "no arguments" },
  async run({ values }) {
    const place = readPlace("uninstall", values);
    const removed = uninstallKernelspec(place);
    const folder = kernelsFolder(place);
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ removed, folder })}\n`
        : removed
          ? `Removed the kernel from ${folder}.\n`
          : `There was no such kernel in ${folder}.\n`,
    );
    return exitCode.done;
  },
};
