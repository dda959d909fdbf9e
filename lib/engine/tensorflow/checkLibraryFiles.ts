import { closeSync, openSync, readSync, statSync } from "node:fs";
import path from "node:path";
import { EngineError } from "../../errors/index.ts";
import { libraryNames } from "./libraryNames.ts";

/** Looks whether the library's files are whole enough to be loaded: loading a truncated library doesn't fail, it kills
 *  the process (SIGBUS).
 *  @throws {EngineError} naming the file, the size it should have and the size it has */
export function checkLibraryFiles(folder: string): void {
  const names = libraryNames(process.platform);
  if (!names) return;
  for (const name of [...names.needs, names.library]) {
    const file = path.join(folder, name);
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    const expected = process.platform === "linux" && size !== undefined ? elfSize(file) : 1;
    if (size !== undefined && expected !== undefined && size >= expected) continue;
    throw new EngineError({
      where: "engine",
      expected:
        size === undefined
          ? `the file ${file}`
          : `${file} to be a whole library${expected ? ` of ${expected} bytes` : ""}`,
      received: size === undefined ? "no such file" : `${size} bytes`,
      hint: "Type `npx roux engine install` to fetch it again.",
    });
  }
}

/** Size that a 64-bit ELF file must have at least: its section headers come last. `undefined` when it is no ELF file. */
function elfSize(file: string): number | undefined {
  const header = Buffer.alloc(64);
  const descriptor = openSync(file, "r");
  try {
    if (readSync(descriptor, header, 0, 64, 0) < 64 || header.readUInt32BE(0) !== 0x7f454c46)
      return undefined;
  } finally {
    closeSync(descriptor);
  }
  const start = Number(header.readBigUInt64LE(0x28));
  return start + header.readUInt16LE(0x3a) * header.readUInt16LE(0x3c);
}
