import { doctor as diagnoseEngine } from "../../lib/engine/doctor.ts";
import { listKernelspecs } from "../install/index.ts";
import { exitCode } from "./Command.ts";
import type { Command } from "./Command.ts";
import { examine } from "./examine.ts";
import type { Finding } from "./examine.ts";
import { labIsReady } from "./labEnvironment.ts";
import { findPython } from "./python.ts";
import { paint } from "./terminal.ts";
import { version } from "./version.ts";

export const doctor: Command = {
  usage: "[--json]",
  help: `
Shows on one screen what roux found on this machine: Node, the engine and why it is that one, threads, graphics cards, Python,
Jupyter, the kernel's registration, and what to type to mend each. Changes nothing.

  --json    prints the same as JSON
Exit code: 0 when notebooks can run, else 1.
`,
  options: { json: { type: "boolean" } },
  arguments: { least: 0, most: 0, what: "no arguments" },
  async run({ values }) {
    const [engine, python, hasLab] = await Promise.all([diagnoseEngine(), findPython(), labIsReady()]);
    const kernelspecs = listKernelspecs();
    const findings = examine({ version: version(), engine, python, hasLab, kernelspecs });
    const works = !findings.some(({ state }) => state === "broken");
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ version: version(), works, findings, engine, python: python ?? null, kernelspecs })}\n`
        : format(findings),
    );
    return works ? exitCode.done : exitCode.failed;
  },
};

function format(findings: readonly Finding[]): string {
  const { green, yellow, red, dim, bold } = paint(process.stdout);
  const marks = { good: green("✓"), note: dim("·"), better: yellow("!"), broken: red("✗") };
  const width = Math.max(...findings.map(({ what }) => what.length));
  const lines = findings.flatMap(({ what, state, says, detail, mend }) => [
    `${marks[state]} ${bold(what.padEnd(width))}  ${says}`,
    ...(detail ? [`  ${" ".repeat(width)}  ${dim(detail)}`] : []),
    ...(mend ? [`  ${" ".repeat(width)}  → ${mend}`] : []),
  ]);
  return `${lines.join("\n")}\n`;
}
