import fs from "node:fs";
import path from "node:path";
import { API, DiagnosticCategory, NodeBuilderFlags } from "typescript/unstable/sync";
import type { Project, Snapshot } from "typescript/unstable/sync";

export interface TypeDiagnostic {
  /** Offsets into the text that was checked, in UTF-16 units. */
  start: number;
  end: number;
  code: number;
  message: string;
}

/** Said about the globals of a cell. */
const globals = `
declare function display(value: unknown, options?: { id?: string; update?: boolean }): void | Promise<void>;
declare function clearOutput(options?: { wait?: boolean }): void;
declare function input(prompt?: string, options?: { password?: boolean }): Promise<string>;
`;

/** One TypeScript project with one file, the cell. The only place that knows TypeScript's API, which is marked unstable:
 *  its version is pinned. All calls block: this lives in a thread of its own. */
export class TypeScriptProject {
  readonly #api: API;
  readonly #cell: string;
  readonly #config: string;
  #text = "export {};";
  #snapshot: Snapshot | undefined;
  #project: Project | undefined;

  /** @param cwd  folder of the notebook: imports are found from here   @param installation  folder of the roux package */
  constructor(cwd: string, installation: string) {
    this.#cell = path.join(cwd, "__roux_cell__.ts");
    this.#config = path.join(cwd, "__roux_tsconfig__.json");
    const globalsFile = path.join(cwd, "__roux_globals__.d.ts");
    const files = new Map<string, () => string>([
      [this.#cell, () => this.#text],
      [globalsFile, () => globals],
      [this.#config, () => JSON.stringify(configFor([this.#cell, globalsFile], cwd, installation))],
    ]);
    this.#api = new API({
      cwd,
      fs: {
        readFile: (file) => files.get(path.normalize(file))?.(),
        fileExists: (file) => (files.has(path.normalize(file)) ? true : undefined),
      },
    });
  }

  setText(text: string): void {
    this.#text = text;
    const next = this.#api.updateSnapshot({
      openProjects: [this.#config],
      fileChanges: { changed: [this.#cell], created: [], deleted: [] },
    });
    this.#snapshot?.dispose();
    this.#snapshot = next;
    this.#project = next.getProject(this.#config) ?? next.getProjects()[0];
  }

  diagnostics(): TypeDiagnostic[] {
    const found = this.#project?.program.getSemanticDiagnostics(this.#cell) ?? [];
    return found
      .filter(({ category }) => category === DiagnosticCategory.Error)
      .map(({ pos, end, code, text }) => ({ start: pos, end, code, message: text }));
  }

  /** Types of the variables whose names stand at these offsets, as they can be written in another file. */
  typesAt(offsets: readonly number[]): (string | undefined)[] {
    const checker = this.#project?.checker;
    if (!checker || offsets.length === 0) return [];
    const flags =
      NodeBuilderFlags.NoTruncation |
      NodeBuilderFlags.UseFullyQualifiedType |
      NodeBuilderFlags.UseStructuralFallback;
    return checker.getSymbolAtPosition(this.#cell, offsets).map((symbol) => {
      const type = symbol && checker.getTypeOfSymbol(symbol);
      return type ? checker.typeToString(type, undefined, flags) : undefined;
    });
  }

  completionsAt(offset: number): { name: string; type: string }[] {
    const info = this.#project?.checker.getCompletionsAtPosition(this.#cell, offset);
    return (info?.entries ?? []).map(({ name, kind }) => ({ name, type: kindNames[kind ?? 0] ?? "" }));
  }

  /** Type and documentation of the name at an offset. */
  describeAt(offset: number): string | undefined {
    const checker = this.#project?.checker;
    const symbol = checker?.getSymbolAtPosition(this.#cell, offset);
    if (!checker || !symbol) return undefined;
    const type = checker.getTypeOfSymbol(symbol);
    const lines = [`${symbol.name}: ${type ? checker.typeToString(type) : "any"}`];
    const documentation = symbol.getDocumentationComment(checker);
    if (documentation) lines.push("", documentation);
    return lines.join("\n");
  }

  close(): void {
    this.#api.close();
  }
}

/** Names of LSP's CompletionItemKind, as far as front ends have icons for them. */
const kindNames: Record<number, string> = {
  2: "function",
  3: "function",
  5: "property",
  6: "variable",
  7: "class",
  8: "interface",
  9: "module",
  10: "property",
  13: "enum",
  14: "keyword",
  21: "constant",
};

/** Strict, but for what a notebook may leave open: types of caught errors, of fields set later. (`noImplicitAny` stays on:
 *  without it `const rows = []` could never be filled.) */
function configFor(files: string[], cwd: string, installation: string): object {
  const hasOwn = hasPackage(cwd, "roux");
  const types = path.join(installation, "dist", "lib");
  return {
    compilerOptions: {
      target: "esnext",
      module: "esnext",
      moduleResolution: "bundler",
      moduleDetection: "force",
      lib: ["esnext", "dom", "dom.iterable"],
      types: ["node"],
      typeRoots: [path.join(cwd, "node_modules", "@types"), ...typeRoots(installation)],
      strict: true,
      useUnknownInCatchVariables: false,
      strictPropertyInitialization: false,
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      esModuleInterop: true,
      skipLibCheck: true,
      noEmit: true,
      ...(hasOwn
        ? {}
        : {
            paths: {
              roux: [path.join(types, "index.d.ts")],
              "roux/*": [path.join(types, "*", "index.d.ts")],
            },
          }),
    },
    files,
  };
}

function hasPackage(folder: string, name: string): boolean {
  if (fs.existsSync(path.join(folder, "node_modules", name))) return true;
  const parent = path.dirname(folder);
  return parent !== folder && hasPackage(parent, name);
}

/** Where npm may have put the types that come with roux: below it, or beside it. */
function typeRoots(installation: string): string[] {
  return [path.join(installation, "node_modules", "@types"), path.join(installation, "..", "@types")].filter(
    (folder) => fs.existsSync(folder),
  );
}
