import { access, constants, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";

import { NotebookError } from "./NotebookError.ts";

/** Writes a text file whole or not at all: to a new file beside it, which then takes its name. A full disk, a crash or
 *  Ctrl-C leaves what was there before.
 *  @throws {NotebookError} saying why it can't be written and that the old file is unharmed */
export async function writeWhole(file: string, text: string): Promise<void> {
  const partial = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.partial`);
  try {
    const mode = await stat(file).then(
      (found) => found.mode,
      () => undefined,
    );
    const handle = await open(partial, "w", mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => {});
    throw new NotebookError({
      where: file,
      expected: "to write the file",
      ...(await whyUnwritable(file, cause)),
      cause,
    });
  }
}

/** Finds out before long work whether its result can be written.
 *  @throws {NotebookError} as `writeWhole` would */
export async function checkWritable(file: string): Promise<void> {
  try {
    await access(path.dirname(path.resolve(file)), constants.W_OK);
  } catch (cause) {
    throw new NotebookError({
      where: file,
      expected: "to write the file",
      ...(await whyUnwritable(file, cause)),
      cause,
    });
  }
}

async function whyUnwritable(file: string, cause: unknown): Promise<{ received: string; hint: string }> {
  const kept = await stat(file).then(
    () => " What was there before is unharmed.",
    () => "",
  );
  const folder = path.dirname(path.resolve(file));
  switch ((cause as NodeJS.ErrnoException).code ?? "") {
    case "ENOSPC":
    case "EDQUOT":
      return { received: "a full disk", hint: `Free some space in ${folder}.${kept}` };
    case "ENOENT":
      return { received: `no folder ${folder}`, hint: "Make the folder first." };
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return {
        received: `a folder this user may not write to (${folder})`,
        hint: `Choose another place.${kept}`,
      };
    default:
      return { received: (cause as Error).message, hint: `Choose another place.${kept}` };
  }
}
