import path from "node:path";

import { checkWritable, formatNotebook, NotebookError, readNotebook, writeWhole } from "../notebook/index.ts";
import type { Notebook } from "../notebook/index.ts";
import { defaultParameters, injectParameters, parseParameter, runNotebook } from "../runner/index.ts";
import type { Parameters, RunReport } from "../runner/index.ts";
import { Session } from "../session/index.ts";
import { exitCode } from "./Command.ts";
import type { Command } from "./Command.ts";
import type { Arguments } from "./parseOptions.ts";
import { secondsOption, text } from "./parseOptions.ts";
import { RunView } from "./RunView.ts";
import { shortPath } from "./shortPath.ts";
import { duration, paint } from "./terminal.ts";
import { UsageError } from "./UsageError.ts";
import { version } from "./version.ts";

const typeChecks = ["error", "warn", "off"] as const;

export const run: Command = {
  usage: "NOTEBOOK [-p name value]… [-o out.ipynb] [--html page.html] [options]",
  help: `
Runs the cells of a notebook (.ipynb, or percent cells in a .ts file) in order and writes the outputs to an .ipynb file,
after each cell. Needs neither Jupyter nor Python.

  -p NAME VALUE        sets a variable that the cell tagged "parameters" declares; values are JSON, or else text. May be repeated
  -o, --output FILE    where the outputs go. Default: the notebook itself, or for NOTEBOOK.ts the file NOTEBOOK.ipynb beside it
  --html FILE          also makes a web page of the result
  --timeout SECONDS    longest time for one cell. Default: none
  --resume             goes on after the last cell that ended well in the output file. The cells before run again, because
                       their variables are gone, but keep their saved outputs; a cell tagged "skip-on-resume" does not run
  --allow-errors       goes on after a cell that fails (the exit code is still 1)
  --types MODE         a type error stops the cell ("error", default), is shown ("warn"), or is not looked for ("off")
  --json               prints one JSON object about the run; progress goes to stderr

Tags: "raises-exception" marks a cell that should fail, "skip-execution" one that should not run.
Exit code: 0 done, 1 a cell failed, 2 wrong usage, 130 interrupted (Ctrl-C; what is done is saved).
`,
  options: {
    output: { type: "string", short: "o" },
    html: { type: "string" },
    timeout: { type: "string" },
    resume: { type: "boolean" },
    "allow-errors": { type: "boolean" },
    types: { type: "string" },
    json: { type: "boolean" },
    p: { type: "string", short: "p", multiple: true },
  },
  arguments: { least: 1, most: 1, what: "one NOTEBOOK" },
  prepare: takeParameters,
  run: runCommand,
};

/** `-p name value` takes two words, which `util.parseArgs` can't read: they become `name=value` in one. */
function takeParameters(args: readonly string[]): { args: string[]; extra: Arguments["values"] } {
  const rest: string[] = [];
  const taken: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at]!;
    if (word !== "-p") {
      rest.push(word);
      continue;
    }
    const [name, value] = [args[at + 1], args[at + 2]];
    if (name === undefined || value === undefined) {
      throw new UsageError("roux run: expected a name and a value after -p, as in -p epochs 3.");
    }
    taken.push(`${name}=${value}`);
    at += 2;
  }
  return { args: rest, extra: taken.length > 0 ? { p: taken } : {} };
}

async function runCommand({ values, positionals }: Arguments): Promise<number> {
  const input = positionals[0]!;
  const output = text(values, "output") ?? defaultOutput(input);
  if (path.extname(output).toLowerCase() !== ".ipynb") {
    throw new UsageError(`roux run: expected -o to name an .ipynb file, got ${output}.`);
  }
  const html = text(values, "html");
  const types = text(values, "types") ?? "error";
  if (!typeChecks.includes(types as never)) {
    throw new UsageError(`roux run: expected --types error, warn or off, got ${JSON.stringify(types)}.`);
  }
  const timeoutMs = secondsOption("run", values, "timeout");
  const parameters = readParameters(values);
  let notebook: Notebook;
  let defaults: Parameters;
  let earlier: Notebook | undefined;
  try {
    const source = await readNotebook(input);
    defaults = defaultParameters(source);
    notebook = injectParameters(source, parameters, `roux run ${input}`);
    for (const file of [output, ...(html === undefined ? [] : [html])]) await checkWritable(file);
    if (values.resume) earlier = await readEarlier(output);
  } catch (error) {
    if (error instanceof NotebookError) throw new UsageError(error.message);
    throw error;
  }

  const stream = values.json ? process.stderr : process.stdout;
  const view = new RunView(stream, notebook.cells.filter(({ cell_type }) => cell_type === "code").length);
  const session = await Session.start({
    cwd: path.dirname(path.resolve(input)),
    typeCheck: types as (typeof typeChecks)[number],
    headless: true,
  });
  const stop = new AbortController();
  let presses = 0;
  const onInterrupt = () => {
    presses++;
    if (presses === 1) stop.abort();
    else session.interrupt();
    if (presses >= 3) void session.shutdown();
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onInterrupt);
  let report: RunReport;
  try {
    report = await runNotebook(notebook, {
      session,
      info: {
        inputPath: input,
        outputPath: output,
        parameters,
        defaultParameters: defaults,
        version: version(),
      },
      save: (state) => writeWhole(output, formatNotebook(state)),
      timeoutMs,
      allowErrors: values["allow-errors"] === true,
      earlier,
      signal: stop.signal,
      onEvent: (event) => view.show(event),
    });
  } finally {
    await session.shutdown();
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onInterrupt);
  }
  if (html !== undefined) await writePage(notebook, input, html);
  if (values.json) {
    process.stdout.write(
      `${JSON.stringify({ ...report, notebook: input, output, ...(html === undefined ? {} : { html }) })}\n`,
    );
  } else
    process.stdout.write(
      closingLines(report, { input, output, html, parameters: Object.entries(parameters) }),
    );
  return { completed: exitCode.done, failed: exitCode.failed, interrupted: exitCode.interrupted }[
    report.status
  ];
}

function defaultOutput(input: string): string {
  return input.replace(/\.(?:ts|mts|js|mjs)$/i, ".ipynb");
}

/** Only a run that makes a page loads what pages need. */
async function writePage(notebook: Notebook, input: string, file: string): Promise<void> {
  const { exportNotebook } = await import("../export/index.ts");
  const title = path.basename(input, path.extname(input));
  await writeWhole(file, exportNotebook(notebook, { title, folder: path.dirname(path.resolve(input)) }));
}

function readParameters(values: Arguments["values"]): Parameters {
  const pairs = Array.isArray(values.p) ? values.p.map(String) : [];
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), parseParameter(pair.slice(at + 1))];
    }),
  );
}

/** What an earlier run left; nothing when there was none. */
async function readEarlier(output: string): Promise<Notebook | undefined> {
  try {
    return await readNotebook(output);
  } catch (error) {
    if (
      error instanceof NotebookError &&
      (error.cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT"
    ) {
      return undefined;
    }
    throw error;
  }
}

function closingLines(
  report: RunReport,
  {
    input,
    output,
    html,
    parameters,
  }: { input: string; output: string; html: string | undefined; parameters: [string, unknown][] },
): string {
  const { red, green, bold } = paint(process.stdout);
  const ran = report.cells.filter(({ status }) => status !== "skipped").length;
  const cells = `${ran} ${ran === 1 ? "cell" : "cells"} in ${duration(report.elapsedMs)}`;
  const files = [shortPath(output), ...(html === undefined ? [] : [shortPath(html)])].map(bold).join(" and ");
  switch (report.status) {
    case "completed":
      return report.cells.length === 0
        ? `${green("Nothing left to run.")} All cells of ${files} have ended well.\n`
        : `${green("Done:")} ${cells}. Wrote ${files}.\n`;
    case "failed":
      return `${red("A cell failed.")} ${cells}. What is done is in ${files}.\nGo on after mending it: roux run ${shortPath(input)}${output === defaultOutput(input) ? "" : ` -o ${shortPath(output)}`}${parameters.map(([name, value]) => ` -p ${name} ${quoted(value)}`).join("")} --resume\n`;
    case "interrupted":
      return `${red("Interrupted.")} ${cells}. What is done is in ${files}; go on with --resume.\n`;
    default:
      return report.status satisfies never;
  }
}

/** A parameter's value as a shell takes it. */
function quoted(value: unknown): string {
  const written =
    typeof value === "string" && parseParameter(value) === value ? value : JSON.stringify(value);
  return /^[\w.,:+/-]+$/.test(written) ? written : `'${written.replaceAll("'", String.raw`'\''`)}'`;
}
