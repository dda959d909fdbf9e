import { spawn } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { cacheFolder } from "../../lib/engine/cacheFolder.ts";
import { CommandError } from "./CommandError.ts";
import { findPython, isAtLeast } from "./python.ts";

/** What the environment holds. Its first line names the environment: another list makes a new one. */
const requirements = ["jupyterlab==4.6.6"];

export interface LabEnvironment {
  folder: string;
  /** The `jupyter` of the environment. */
  jupyter: string;
}

/** The folder of JupyterLab's Python environment, whether it is there or not. */
export function labFolder(): string {
  return path.join(cacheFolder(), "lab");
}

/** True when the environment is whole. */
export async function labIsReady(): Promise<boolean> {
  const stamp = await readFile(path.join(labFolder(), "roux-requirements.txt"), "utf8").catch(() => "");
  return stamp === requirements.join("\n");
}

/** A Python environment with JupyterLab in the cache folder; made when it is not there or not whole.
 *  @param say told in a line what takes time
 *  @throws {CommandError} when Python or its venv module is missing, or pip fails */
export async function ensureLab(say: (line: string) => void): Promise<LabEnvironment> {
  const folder = labFolder();
  const scripts = path.join(folder, process.platform === "win32" ? "Scripts" : "bin");
  const environment = { folder, jupyter: path.join(scripts, "jupyter") };
  if (await labIsReady()) return environment;
  const python = await findPython();
  if (!python || !isAtLeast(python, 10)) {
    throw new CommandError(
      `roux lab: expected Python 3.10 or newer on the path, got ${python ? `Python ${python.version}` : "none"}. ${installHint("python")}`,
    );
  }
  if (!python.canMakeEnvironments) {
    throw new CommandError(
      `roux lab: expected Python with its venv module, got Python ${python.version} without it. ${installHint("venv")}`,
    );
  }
  say(`Making a Python environment for JupyterLab in ${folder} (once, about 200 MB) …`);
  await rm(folder, { recursive: true, force: true });
  await succeed(python.command, ["-m", "venv", folder]);
  const environmentPython = path.join(scripts, process.platform === "win32" ? "python.exe" : "python");
  await succeed(environmentPython, [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    ...requirements,
  ]);
  await writeFile(path.join(folder, "roux-requirements.txt"), requirements.join("\n"));
  return environment;
}

function installHint(what: "python" | "venv"): string {
  if (process.platform === "darwin") return "Install it with: brew install python";
  if (process.platform === "win32") return "Install it with: winget install Python.Python.3.13";
  return what === "venv"
    ? "On Debian and Ubuntu: sudo apt install python3-venv"
    : "On Debian and Ubuntu: sudo apt install python3 python3-venv; on Fedora: sudo dnf install python3";
}

/** Runs a program to its end. @throws {CommandError} with what it said last, when it fails */
async function succeed(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const listen = (text: Buffer) => {
    said = (said + text.toString()).slice(-4_000);
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  const status = await new Promise<number | string>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code, signal) => resolve(code ?? signal ?? 1));
  });
  if (status === 0) return;
  const last = said.trim().split("\n").slice(-6).join("\n");
  throw new CommandError(
    `roux lab: expected ${[command, ...args].join(" ")} to succeed, got ${status}.${last ? `\n${last}` : ""}`,
  );
}
