import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { libraryOfSitePackages } from "../tensorflow/holdsLibrary.ts";

const run = promisify(execFile);

/** A Python that can be run. */
export interface Python {
  /** As it is called: `python3`. */
  command: string;
  version: string;
  /** pip's version, where it has pip. */
  pip?: string;
  /** Folder and version of the TensorFlow that is installed there, where its library can be loaded. */
  tensorflow?: { folder: string; version: string };
}

/** Looks without importing: importing TensorFlow takes seconds. */
const question = `
import importlib.util, json, platform, sys
from importlib import metadata
def version(name):
    try: return metadata.version(name)
    except metadata.PackageNotFoundError: return None
spec = importlib.util.find_spec("tensorflow")
found = list(spec.submodule_search_locations or []) if spec else []
print(json.dumps({"version": platform.python_version(), "pip": version("pip") if importlib.util.find_spec("pip") else None,
  "folder": found[0] if found else None,
  "tensorflow": version("tensorflow") or version("tensorflow-cpu") or version("tensorflow-intel")}))
`;

/** The Python that `ROUX_PYTHON` names, else the first on the path that runs. */
export async function findPython(): Promise<Python | undefined> {
  const named = process.env["ROUX_PYTHON"];
  const commands = named ? [named] : process.platform === "win32" ? ["python", "py"] : ["python3", "python"];
  for (const command of commands) {
    const python = await ask(command);
    if (python) return python;
  }
  return undefined;
}

async function ask(command: string): Promise<Python | undefined> {
  let answer: { version: string; pip: string | null; folder: string | null; tensorflow: string | null };
  try {
    const { stdout } = await run(command, ["-c", question], { timeout: 30_000 });
    answer = JSON.parse(stdout) as typeof answer;
  } catch {
    // Not there, or not a Python 3: the next name is tried, and the caller says so when none is left.
    return undefined;
  }
  const folder = answer.folder ? libraryOfSitePackages(path.dirname(answer.folder)) : undefined;
  return {
    command,
    version: answer.version,
    ...(answer.pip ? { pip: answer.pip } : {}),
    ...(folder && answer.tensorflow ? { tensorflow: { folder, version: answer.tensorflow } } : {}),
  };
}
