import type { InstalledEngine } from "../../lib/engine/install/index.ts";
import { exitCode } from "./Command.ts";
import type { Command } from "./Command.ts";
import { DownloadView } from "./DownloadView.ts";
import { nearestName } from "../names/index.ts";
import { text } from "./parseOptions.ts";
import type { Arguments } from "./parseOptions.ts";
import { size } from "./terminal.ts";
import { UsageError } from "./UsageError.ts";

const actions = { install, list, remove };

export const engine: Command = {
  usage: "install | list | remove NAME",
  help: `
The engine computes: TensorFlow's own library, taken from its Python package into the cache folder. Without it WebAssembly
serves, many times slower.

  roux engine install        fetches it (260 MB; needs Python with pip), or uses the TensorFlow that Python has
    --wheels FOLDER          takes the package from a folder instead, without a network
    --version VERSION        another version of TensorFlow
  roux engine list           what is installed; the first is used
  roux engine remove NAME    frees its space

  --json                     prints the result as JSON; progress goes to stderr
`,
  options: { wheels: { type: "string" }, version: { type: "string" }, json: { type: "boolean" } },
  arguments: { least: 1, most: 2, what: "install, list or remove NAME" },
  async run(args) {
    const [name = "", ...rest] = args.positionals;
    if (!Object.hasOwn(actions, name)) {
      const names = Object.keys(actions);
      const meant = nearestName(name, names);
      throw new UsageError(
        `roux engine: expected ${names.join(", ")}, got ${JSON.stringify(name)}.${meant ? ` Did you mean ${meant}?` : ""}`,
      );
    }
    const wanted = name === "remove" ? 1 : 0;
    if (rest.length !== wanted) {
      throw new UsageError(
        wanted === 1
          ? "roux engine remove: expected the NAME of an engine, got none. See: roux engine list"
          : `roux engine ${name}: expected no more arguments, got ${rest.join(" ")}.`,
      );
    }
    return actions[name as keyof typeof actions]({ ...args, positionals: rest });
  },
};

async function install({ values }: Arguments): Promise<number> {
  const { installEngine } = await import("../../lib/engine/install/index.ts");
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once("SIGINT", onInterrupt);
  process.once("SIGTERM", onInterrupt);
  const view = new DownloadView(values.json ? process.stderr : process.stdout);
  const version = text(values, "version");
  let installed: InstalledEngine;
  try {
    installed = await installEngine({
      onProgress: (progress) => view.show(progress),
      signal: stop.signal,
      wheelFolder: text(values, "wheels"),
      ...(version === undefined ? {} : { version }),
    });
  } catch (error) {
    view.end();
    if (!stop.signal.aborted) throw error;
    process.stderr.write("Interrupted; nothing half-done was left behind.\n");
    return exitCode.interrupted;
  } finally {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onInterrupt);
  }
  view.end();
  process.stdout.write(
    values.json
      ? `${JSON.stringify(installed)}\n`
      : `Engine: TensorFlow ${installed.version}, ${installed.origin} (${installed.folder}).\n`,
  );
  return exitCode.done;
}

async function list({ values }: Arguments): Promise<number> {
  const { listEngines } = await import("../../lib/engine/install/index.ts");
  const engines = [...listEngines()];
  if (values.json) process.stdout.write(`${JSON.stringify(engines)}\n`);
  else if (engines.length === 0)
    process.stdout.write("No engine is installed. To fetch one: npx roux engine install\n");
  else {
    const width = Math.max(...engines.map(({ name }) => name.length));
    const lines = engines.map(
      ({ name, bytes, folder }, i) =>
        `${i === 0 ? "*" : " "} ${name.padEnd(width)}  ${(bytes > 0 ? size(bytes) : "Python's").padStart(8)}  ${folder}`,
    );
    process.stdout.write(`${lines.join("\n")}\n`);
  }
  return exitCode.done;
}

async function remove({ values, positionals }: Arguments): Promise<number> {
  const { removeEngine } = await import("../../lib/engine/install/index.ts");
  const removed = await removeEngine(positionals[0]!);
  process.stdout.write(
    values.json
      ? `${JSON.stringify(removed)}\n`
      : `Removed ${removed.name}${removed.bytes > 0 ? `, ${size(removed.bytes)} freed` : ""}.\n`,
  );
  return exitCode.done;
}
