import { existsSync } from "node:fs";
import { mkdtemp, readdir, rename, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** Start of the names of folders in which an installation is under way, on this computer. */
const start = `.staging-${os.hostname().replace(/[^\w.]/g, "_")}-`;

/** Makes a folder for one installation. Beside the finished engines, so that moving it there is one rename. */
export async function makeStaging(root: string): Promise<string> {
  return mkdtemp(path.join(root, `${start}${process.pid}-`));
}

/** Clears away what killed installations left, and saves a wheel that one of them had fetched whole.
 *  @returns the wheel's path, now in `staging` */
export async function inherit(
  root: string,
  staging: string,
  wanted: (file: string) => boolean,
): Promise<string | undefined> {
  let wheel: string | undefined;
  for (const name of await readdir(root)) {
    const pid = Number(new RegExp(`^${start.replaceAll(".", "\\.")}(\\d+)-`).exec(name)?.[1]);
    if (!pid || isRunning(pid)) continue;
    const folder = path.join(root, name);
    const file = (await readdir(folder).catch(() => [])).find(wanted);
    if (file && !wheel) {
      const mine = path.join(staging, file);
      // Another installation may have been quicker.
      await rename(path.join(folder, file), mine).catch(() => undefined);
      if (existsSync(mine)) wheel = mine;
    }
    await rm(folder, { recursive: true, force: true });
  }
  return wheel;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
