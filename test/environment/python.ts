import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import envPaths from "env-paths";

/** What the tests ask of Python: Jupyter's own client and its kernel tests. */
const requirements = ["jupyter_client==8.6.3", "jupyter_kernel_test==0.7.0", "nbformat==5.10.4"];

const cache = process.env["ROUX_CACHE"] ?? envPaths("roux", { suffix: "" }).cache;
const folder = process.env["ROUX_TEST_VENV"] ?? path.join(cache, "test-python");
const windows = process.platform === "win32";

function systemPython(): string | undefined {
  return ["python3", "python"].find((name) => {
    try {
      execFileSync(name, ["-c", "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 9))"], {
        stdio: "ignore",
      });
      return true;
    } catch {
      return false;
    }
  });
}

/** Why nothing that needs Python can be tested here, or `undefined`. In CI a missing Python is an error. */
export function pythonMissing(): string | undefined {
  if (systemPython() !== undefined) return undefined;
  const reason = "no Python 3.9 or newer with the venv module found";
  if (process.env["CI"]) throw new Error(reason);
  return reason;
}

/** The Python of an environment that holds Jupyter's client and kernel tests; made on first use, kept in the cache. */
export function testPython(): string {
  const python = path.join(folder, windows ? "Scripts/python.exe" : "bin/python");
  const stamp = path.join(folder, "requirements.txt");
  const wanted = requirements.join("\n");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return python;
  mkdirSync(path.dirname(folder), { recursive: true });
  execFileSync(systemPython()!, ["-m", "venv", "--clear", folder], { stdio: "inherit" });
  execFileSync(python, ["-m", "pip", "install", "--quiet", ...requirements], { stdio: "inherit" });
  writeFileSync(stamp, wanted);
  return python;
}
