import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** A Python 3 that runs, and what it brings for JupyterLab. */
export interface Python {
  command: string;
  version: string;
  /** True when it can make environments with pip in them. */
  canMakeEnvironments: boolean;
  /** Version of JupyterLab, where it has one. */
  jupyterLab?: string;
  /** Version of jupyter_client, which every Jupyter front end needs. */
  jupyterClient?: string;
}

const question = `
import importlib.util, json, platform
from importlib import metadata
def version(name):
    try: return metadata.version(name)
    except metadata.PackageNotFoundError: return None
has = lambda name: importlib.util.find_spec(name) is not None
print(json.dumps({"version": platform.python_version(), "environments": has("venv") and has("ensurepip"),
  "lab": version("jupyterlab"), "client": version("jupyter_client")}))
`;

/** The Python that `ROUX_PYTHON` names, else the first on the path that runs. */
export async function findPython(): Promise<Python | undefined> {
  const named = process.env["ROUX_PYTHON"];
  const commands = named ? [named] : process.platform === "win32" ? ["python", "py"] : ["python3", "python"];
  for (const command of commands) {
    try {
      const { stdout } = await execute(command, ["-c", question], { timeout: 30_000 });
      const answer = JSON.parse(stdout) as {
        version: string;
        environments: boolean;
        lab: string | null;
        client: string | null;
      };
      return {
        command,
        version: answer.version,
        canMakeEnvironments: answer.environments,
        ...(answer.lab ? { jupyterLab: answer.lab } : {}),
        ...(answer.client ? { jupyterClient: answer.client } : {}),
      };
    } catch {
      // Not there, or not a Python 3: the next name is tried; the caller says so when none is left.
    }
  }
  return undefined;
}

/** True for Python `3.9` and newer when `least` is 9. */
export function isAtLeast({ version }: Python, least: number): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 3 || (major === 3 && minor >= least);
}
