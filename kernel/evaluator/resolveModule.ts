import fs from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Where a specifier leads: a module that Node loads itself, a TypeScript file that we compile, or JSON. */
export type ResolvedModule = { kind: "node"; url: string } | { kind: "typescript" | "json"; file: string };

const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json"];

/** @param parent  URL of the importing file; for a cell, of any file in the notebook's folder
 *  @throws {Error} that says what to do when nothing is found */
export function resolveModule(specifier: string, parent: string): ResolvedModule {
  if (isBuiltin(specifier)) return { kind: "node", url: specifier };
  if (/^(\.{1,2}(\/|$)|\/|file:)/.test(specifier) || path.isAbsolute(specifier))
    return resolveFile(specifier, parent);
  if (/^[a-z][a-z0-9+.-]+:/i.test(specifier)) return { kind: "node", url: specifier };
  return resolvePackage(specifier, parent);
}

function resolveFile(specifier: string, parent: string): ResolvedModule {
  const file = specifier.startsWith("file:")
    ? fileURLToPath(specifier)
    : path.isAbsolute(specifier)
      ? specifier
      : fileURLToPath(new URL(specifier, parent));
  const candidates = [
    file,
    ...extensions.map((extension) => file + extension),
    // `./model.js` names the file that `./model.ts` compiles to.
    ...(/\.[cm]?jsx?$/.test(file) ? [file.replace(/\.([cm]?)js(x?)$/, ".$1ts$2")] : []),
    ...extensions.map((extension) => path.join(file, `index${extension}`)),
  ];
  const found = candidates.find((candidate) => fs.statSync(candidate, { throwIfNoEntry: false })?.isFile());
  if (!found) {
    throw notFound(
      `import: expected a file at ${JSON.stringify(specifier)}, found none at ${file} (also tried ${extensions.join(" ")}).`,
    );
  }
  const real = fs.realpathSync(found);
  if (/\.[cm]?tsx?$/.test(real)) return { kind: "typescript", file: real };
  if (real.endsWith(".json")) return { kind: "json", file: real };
  return { kind: "node", url: pathToFileURL(real).href };
}

function resolvePackage(specifier: string, parent: string): ResolvedModule {
  const tried: unknown[] = [];
  // The user's own packages first, then those that come with roux.
  for (const from of [parent, import.meta.url]) {
    try {
      const url = import.meta.resolve(specifier, from);
      if (!url.startsWith("file:")) return { kind: "node", url };
      const file = fileURLToPath(url);
      if (file.endsWith(".json")) return { kind: "json", file };
      if (fs.existsSync(file)) {
        const isOwnSource = /\.[cm]?tsx?$/.test(file) && !file.includes(`${path.sep}node_modules${path.sep}`);
        return isOwnSource ? { kind: "typescript", file } : { kind: "node", url };
      }
      tried.push(notFound(`import: expected ${specifier} to lead to a file, found none at ${file}.`));
    } catch (error) {
      tried.push(error);
    }
  }
  const [first] = tried as NodeJS.ErrnoException[];
  if (first && first.code !== "ERR_MODULE_NOT_FOUND") throw first;
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  throw notFound(
    `import: expected a package "${name}", found none from ${fileURLToPath(new URL(".", parent))}. Run: npm install ${name}`,
  );
}

function notFound(message: string): Error {
  return Object.assign(new Error(message), { code: "ERR_MODULE_NOT_FOUND" });
}
