import path from "node:path";

/** The path as a person would type it from here: relative when it lies below. */
export function shortPath(file: string, cwd = process.cwd()): string {
  const relative = path.relative(cwd, path.resolve(cwd, file));
  return relative === ""
    ? "."
    : relative.startsWith("..") || path.isAbsolute(relative)
      ? path.resolve(cwd, file)
      : relative;
}
