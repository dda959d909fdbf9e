import fs from "node:fs";
import path from "node:path";
import { jupyterDataFolder, sysPrefix } from "./jupyterFolders.ts";
import { writeLogos } from "./logo.ts";

/** Where a kernelspec goes; the first that is given counts, the user's own folder is the default. */
export interface KernelspecPlace {
  user?: boolean;
  /** Into the active Python environment. */
  sysPrefix?: boolean;
  /** Into the environment at this folder. */
  prefix?: string;
  /** Default `"roux"`. */
  name?: string;
}

export interface InstalledKernelspec {
  name: string;
  folder: string;
  displayName: string;
  argv: string[];
}

/** The kernelspec cannot be written, or its name cannot be used. */
export class KernelspecError extends Error {
  override readonly name = "KernelspecError";
}

/** Folder that holds the kernelspecs of a place. */
export function kernelsFolder(place: KernelspecPlace = {}): string {
  const prefix = place.prefix ?? (place.sysPrefix ? sysPrefix() : undefined);
  return prefix === undefined
    ? path.join(jupyterDataFolder(), "kernels")
    : path.join(path.resolve(prefix), "share", "jupyter", "kernels");
}

/** Registers the kernel with Jupyter. What was installed under the name before is replaced, whole or not at all.
 *  @param main  file that serves `kernel {connection_file}`; default: the `roux` command
 *  @throws {KernelspecError} */
export function installKernelspec(place: KernelspecPlace = {}, main = commandFile()): InstalledKernelspec {
  const name = place.name ?? "roux";
  if (!/^[a-z0-9._-]+$/i.test(name) || name.startsWith(".")) {
    throw new KernelspecError(
      `install: expected a kernel name of letters, digits, "-", "_" and ".", got "${name}".`,
    );
  }
  const folder = path.join(kernelsFolder(place), name.toLowerCase());
  const displayName = name === "roux" ? "TypeScript (roux)" : `TypeScript (${name})`;
  const argv = [process.execPath, main, "kernel", "{connection_file}"];
  const spec = {
    argv,
    display_name: displayName,
    language: "typescript",
    interrupt_mode: "message",
    env: {},
    metadata: { debugger: false },
    kernel_protocol_version: "5.4",
  };
  const unfinished = `${folder}.${process.pid}.new`;
  const former = `${folder}.${process.pid}.old`;
  try {
    fs.rmSync(unfinished, { recursive: true, force: true });
    fs.mkdirSync(unfinished, { recursive: true });
    fs.writeFileSync(path.join(unfinished, "kernel.json"), `${JSON.stringify(spec, undefined, 2)}\n`);
    writeLogos(unfinished);
    if (fs.existsSync(folder)) fs.renameSync(folder, former);
    fs.renameSync(unfinished, folder);
  } catch (cause) {
    if (fs.existsSync(former) && !fs.existsSync(folder)) fs.renameSync(former, folder);
    const { code } = cause as NodeJS.ErrnoException;
    throw new KernelspecError(
      `install: expected to write ${folder}, got ${code ?? String(cause)}. Choose a folder of your own with --prefix or --user.`,
      { cause },
    );
  } finally {
    discard(unfinished);
    discard(former);
  }
  return { name: name.toLowerCase(), folder, displayName, argv };
}

function discard(folder: string): void {
  if (fs.existsSync(folder)) fs.rmSync(folder, { recursive: true, force: true });
}

/** @returns whether there was one  @throws {KernelspecError} when what is there is not ours */
export function uninstallKernelspec(place: KernelspecPlace = {}): boolean {
  const name = place.name ?? "roux";
  const folder = path.join(kernelsFolder(place), name.toLowerCase());
  if (!fs.existsSync(folder)) return false;
  const spec = readSpec(folder);
  if (!spec || !isOurs(spec.argv)) {
    throw new KernelspecError(
      `uninstall: expected ${folder} to be a kernelspec of roux, got another. Remove it with: jupyter kernelspec remove ${name}`,
    );
  }
  fs.rmSync(folder, { recursive: true });
  return true;
}

/** The kernelspecs of roux in the user's folder, the active Python environment and the system. */
export function listKernelspecs(): InstalledKernelspec[] {
  const folders = new Set([
    kernelsFolder(),
    kernelsFolder({ sysPrefix: true }),
    "/usr/local/share/jupyter/kernels",
    "/usr/share/jupyter/kernels",
  ]);
  return [...folders].flatMap((folder) => {
    if (!fs.existsSync(folder)) return [];
    return fs
      .readdirSync(folder)
      .flatMap((name) => readSpec(path.join(folder, name)) ?? [])
      .filter(({ argv }) => isOurs(argv));
  });
}

function isOurs(argv: readonly string[]): boolean {
  return argv[2] === "kernel" && /[\\/]kernel[\\/](cli|jupyter)[\\/]main\.js$/.test(argv[1] ?? "");
}

function readSpec(folder: string): InstalledKernelspec | undefined {
  try {
    const spec = JSON.parse(fs.readFileSync(path.join(folder, "kernel.json"), "utf8")) as {
      argv?: unknown;
      display_name?: unknown;
    };
    const argv = Array.isArray(spec.argv) ? spec.argv.map(String) : [];
    return { name: path.basename(folder), folder, displayName: String(spec.display_name), argv };
  } catch {
    return undefined; // Not a kernelspec.
  }
}

function commandFile(): string {
  const isSource = import.meta.url.endsWith(".ts");
  return path.resolve(import.meta.dirname, isSource ? "../../dist/kernel/cli/main.js" : "../cli/main.js");
}
