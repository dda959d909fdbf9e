import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { installKernelspec } from "../../kernel/install/index.ts";
import { testPython } from "../environment/python.ts";

/** A Jupyter of its own, in which only our kernel is known. */
export class KernelEnvironment {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "roux-conformance-"));

  constructor() {
    const main = path.resolve(import.meta.dirname, "../../dist/kernel/jupyter/main.js");
    installKernelspec({ prefix: this.folder }, main);
  }

  /** Runs a Python script beside this file; the last line that it prints is JSON. */
  async python(script: string): Promise<unknown> {
    const env = {
      ...process.env,
      JUPYTER_PATH: path.join(this.folder, "share", "jupyter"),
      JUPYTER_DATA_DIR: path.join(this.folder, "data"),
      JUPYTER_RUNTIME_DIR: path.join(this.folder, "runtime"),
      ROUX_TYPES: "warn",
    };
    const file = path.join(import.meta.dirname, script);
    const { stdout } = await promisify(execFile)(testPython(), [file], {
      env,
      cwd: this.folder,
      timeout: 150_000,
      maxBuffer: 1 << 28,
    });
    return JSON.parse(stdout.trim().split("\n").at(-1)!);
  }

  dispose(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
