import fs from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { compileModule, CellSyntaxError, codeFrame } from "../compile/index.ts";
import { missingExports } from "./missingExports.ts";
import { resolveModule } from "./resolveModule.ts";
import type { ResolvedModule } from "./resolveModule.ts";
import { registerSource } from "./stackTraces.ts";

type Namespace = Record<string, unknown>;

/** One loaded TypeScript file of the user's, and what it was when it was loaded. */
interface LocalModule {
  module: vm.SourceTextModule;
  stamp: string;
  /** Local TypeScript files it imports. */
  imports: Set<string>;
}

interface ImportListeners {
  /** Told the files that were loaded again. */
  onReload: (file: string) => void;
  /** Asked which of these names are types of the module; `undefined` when nobody knows. */
  whichTypes: (specifier: string, names: string[]) => Promise<string[] | undefined>;
}

/** Imports for cells: packages from the notebook's folder, and the user's own TypeScript files, compiled here and loaded
 *  again when they or what they import changed. */
export class Importer {
  readonly #local = new Map<string, LocalModule>();
  readonly #others = new Map<string, Promise<vm.Module>>();
  readonly require: NodeJS.Require;
  /** URL of a file that is not there, in the folder that cells run in. */
  readonly base: string;

  constructor(
    cwd: string,
    private readonly listeners: ImportListeners,
  ) {
    this.base = pathToFileURL(`${cwd}/cell.mts`).href;
    this.require = createRequire(this.base);
  }

  /** @param required  names that the importing code uses as values
   *  @param untold  names that it does not use, be they values or types
   *  @returns the module's namespace, where CommonJS members that Node did not foresee are found too
   *  @throws {SyntaxError} for names that the module has neither as values nor as types */
  async import(
    specifier: string,
    required: readonly string[] = [],
    untold: readonly string[] = [],
  ): Promise<Namespace> {
    const namespace = await this.#load(resolveModule(specifier, this.base));
    const missing = [...required, ...untold].filter((name) => !(name in namespace));
    if (missing.length === 0) return namespace;
    const whole = namespace["default"] as Namespace | undefined;
    const isObject = (typeof whole === "object" && whole !== null) || typeof whole === "function";
    const members = missing.filter((name) => isObject && name in whole);
    let absent = missing.filter((name) => !members.includes(name));
    const doubtful = absent.filter((name) => untold.includes(name));
    const types = doubtful.length > 0 ? await this.listeners.whichTypes(specifier, doubtful) : [];
    absent = absent.filter((name) => !types?.includes(name));
    if (absent.length > 0) {
      const isMaybeType = types === undefined && absent.some((name) => doubtful.includes(name));
      throw missingExports(
        specifier,
        absent,
        Object.keys(isObject ? { ...whole, ...namespace } : namespace),
        isMaybeType,
      );
    }
    return { ...namespace, ...Object.fromEntries(members.map((name) => [name, whole![name]])) };
  }

  async #load(resolved: ResolvedModule): Promise<Namespace> {
    switch (resolved.kind) {
      case "node":
        return (await import(resolved.url)) as Namespace;
      case "json":
        return readJson(resolved.file);
      case "typescript": {
        this.#forgetChanged(resolved.file);
        const module = this.#localModule(resolved.file);
        if (module.status === "unlinked")
          await module.link((specifier, from) => this.#link(specifier, from.identifier));
        // A module that failed keeps its error; evaluating it once more throws it again.
        await module.evaluate();
        return module.namespace as Namespace;
      }
      default:
        return resolved satisfies never;
    }
  }

  async #link(specifier: string, parent: string): Promise<vm.Module> {
    const resolved = resolveModule(specifier, parent);
    if (resolved.kind === "typescript") {
      this.#local.get(new URL(parent).pathname)?.imports.add(resolved.file);
      this.#importers(parent)?.imports.add(resolved.file);
      return this.#localModule(resolved.file);
    }
    const key = resolved.kind === "node" ? resolved.url : `${resolved.file}\n${stampOf(resolved.file)}`;
    const known = this.#others.get(key);
    if (known) return known;
    const wrapped = this.#load(resolved).then((namespace) => {
      const names = Object.keys(namespace);
      return new vm.SyntheticModule(names, function (this: vm.SyntheticModule) {
        for (const name of names) this.setExport(name, namespace[name]);
      });
    });
    this.#others.set(key, wrapped);
    wrapped.catch(() => this.#others.delete(key));
    return wrapped;
  }

  #importers(url: string): LocalModule | undefined {
    return [...this.#local.values()].find(({ module }) => module.identifier === url);
  }

  #localModule(file: string): vm.SourceTextModule {
    const known = this.#local.get(file);
    if (known) return known.module;
    const stamp = stampOf(file);
    const url = pathToFileURL(file).href;
    const { code, map } = compileFile(file);
    registerSource(url, file, code, map);
    const module = new vm.SourceTextModule(code, {
      identifier: url,
      initializeImportMeta: (meta) => {
        Object.assign(meta, {
          url,
          filename: file,
          dirname: file.slice(0, Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\"))),
        });
      },
      importModuleDynamically: async (specifier: string) => this.#dynamic(specifier, url),
    });
    this.#local.set(file, { module, stamp, imports: new Set() });
    return module;
  }

  async #dynamic(specifier: string, parent: string): Promise<vm.Module> {
    const module = await this.#link(specifier, parent);
    if (module.status === "unlinked") await module.link((next, from) => this.#link(next, from.identifier));
    await module.evaluate();
    return module;
  }

  /** Drops a file and all that leads to a change, so that they are read again. Those that failed are dropped too. */
  #forgetChanged(entry: string): void {
    const changed = new Map<string, boolean>();
    const visit = (file: string): boolean => {
      const known = changed.get(file);
      if (known !== undefined) return known;
      changed.set(file, false);
      const local = this.#local.get(file);
      if (!local) return true;
      const below = [...local.imports].map(visit).some(Boolean);
      const own = local.stamp !== stampOf(file);
      const isChanged = own || below || local.module.status === "errored";
      changed.set(file, isChanged);
      if (own) this.listeners.onReload(file);
      return isChanged;
    };
    visit(entry);
    for (const [file, isChanged] of changed) if (isChanged) this.#local.delete(file);
  }
}

function stampOf(file: string): string {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : "absent";
}

/** @throws {SyntaxError} with the place in the file */
function compileFile(file: string): ReturnType<typeof compileModule> {
  const source = fs.readFileSync(file, "utf8");
  try {
    return compileModule(source, file);
  } catch (error) {
    if (!(error instanceof CellSyntaxError)) throw error;
    const { line, column } = error.position;
    throw new SyntaxError(
      [
        `${error.message} (${file}:${line}:${column})`,
        ...codeFrame(source, error.position, { end: error.end }),
      ].join("\n"),
    );
  }
}

function readJson(file: string): Namespace {
  const text = fs.readFileSync(file, "utf8");
  try {
    const value: unknown = JSON.parse(text);
    const members = typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
    return { ...members, default: value };
  } catch (cause) {
    throw new SyntaxError(`import: expected JSON in ${file}, ${(cause as Error).message}`, { cause });
  }
}
