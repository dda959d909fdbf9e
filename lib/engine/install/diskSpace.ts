import { statfs } from "node:fs/promises";
import { EngineError } from "../../errors/index.ts";

/** Bytes that are free to us on the disk of a folder. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** @throws {EngineError} when the disk of `folder` has less than `needed` bytes free */
export async function checkSpace(folder: string, needed: number, free = freeBytes): Promise<void> {
  const available = await free(folder);
  if (available >= needed) return;
  throw new EngineError({
    where: "roux engine install",
    expected: `${megabytes(needed)} free on the disk of ${folder}`,
    received: megabytes(available),
    hint: "Free some space, or name a folder on another disk with ROUX_CACHE.",
  });
}

/** The error for a disk that filled up while we wrote, and any other error as it is. */
export function explainFullDisk(error: unknown, folder: string): unknown {
  if ((error as NodeJS.ErrnoException | undefined)?.code !== "ENOSPC") return error;
  return new EngineError({
    where: "roux engine install",
    expected: `free space on the disk of ${folder}`,
    received: "a full disk",
    hint: "Free some space, or name a folder on another disk with ROUX_CACHE. What was installed before is untouched.",
    cause: error,
  });
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString("en")} MB`;
}
