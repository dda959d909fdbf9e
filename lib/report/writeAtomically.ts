import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import process from "node:process";

import { DataError } from "../errors/index.ts";

let writes = 0;

/** Writes a text file whole or not at all: into a file beside it, flushed, then renamed over it. What stood there before
 *  stays when anything fails. Missing folders are made.
 *  @returns the absolute path   @throws {DataError} with what the system said */
export async function writeAtomically(where: string, file: string, text: string): Promise<string> {
  const target = path.resolve(file);
  const beside = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.${++writes}.part`);
  try {
    await mkdir(path.dirname(target), { recursive: true });
    const handle = await open(beside, "wx");
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, target);
    return target;
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    const { code = "an error", message } = error as NodeJS.ErrnoException;
    const hints: Record<string, string> = {
      ENOSPC: "The disk is full: free some space or choose another folder.",
      EACCES: "Choose a folder that you may write to.",
      EROFS: "Choose a folder that you may write to.",
      EISDIR: "The path names a folder: add a file name.",
      EEXIST: "Part of the path is a file, not a folder.",
      ENOTDIR: "Part of the path is a file, not a folder.",
    };
    throw new DataError({
      where,
      expected: `to write ${target}`,
      received: `${code} (${message})`,
      ...(hints[code] ? { hint: hints[code] } : {}),
      cause: error,
    });
  }
}
