import os from "node:os";
import path from "node:path";

/** The user's Jupyter data folder, as jupyter_core finds it (https://docs.jupyter.org/en/stable/use/jupyter-directories.html). */
export function jupyterDataFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
): string {
  const home = environment["HOME"] ?? os.homedir();
  if (environment["JUPYTER_DATA_DIR"]) return environment["JUPYTER_DATA_DIR"];
  if (platform === "darwin") return path.join(home, "Library", "Jupyter");
  if (platform === "win32") {
    const appData = environment["APPDATA"];
    return appData ? path.join(appData, "jupyter") : path.join(home, ".jupyter", "data");
  }
  return path.join(environment["XDG_DATA_HOME"] ?? path.join(home, ".local", "share"), "jupyter");
}

/** Data folder of the Python environment that is active, or else of the system. */
export function sysPrefix(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const active = environment["VIRTUAL_ENV"] ?? environment["CONDA_PREFIX"];
  if (active) return active;
  return platform === "win32" ? (environment["PROGRAMDATA"] ?? "C:\\ProgramData") : "/usr/local";
}
