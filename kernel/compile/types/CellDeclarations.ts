import { parseSync } from "oxc-parser";
import { boundNames, isBindingName, isNode, walk } from "../ast.ts";
import type { Node } from "../ast.ts";

/** A name that a cell declared, and how to declare it to the compiler in front of a later cell. */
interface Declaration {
  texts: string[];
  /** Names its texts refer to, which must stand in front of it too. */
  uses: Set<string>;
  /** It always stands there, in its place, used or not. */
  isImport: boolean;
}

/** A variable whose type only the checker knows. */
export interface UntypedVariable {
  name: string;
  kind: "let" | "const";
  /** Offset of its name in the cell. */
  at: number;
}

/** What earlier cells declared, so that a cell can be checked as one file: what it uses of them is put in front of it.
 *  Classes, functions and types stand there as they were written, variables with their type, imports always and in one
 *  order (the compiler is quick when the imports of a file stay). */
export class CellDeclarations {
  readonly #declarations = new Map<string, Declaration>();
  readonly #aliases = new Map<string, string>();

  /** @returns what must stand in front of this cell, ending in a line break */
  prefixFor(code: string): string {
    const { declared, used } = namesOf(parse(code), code);
    const needed = new Set<string>();
    const visit = (name: string): void => {
      const declaration = this.#declarations.get(name);
      if (!declaration || declared.has(name) || needed.has(name)) return;
      needed.add(name);
      for (const other of declaration.uses) visit(other);
    };
    for (const name of used) visit(name);
    const texts = [...this.#aliases].map(
      ([module, alias]) => `import type * as ${alias} from ${JSON.stringify(module)};`,
    );
    for (const [name, { texts: own, isImport }] of this.#declarations) {
      if (isImport ? !declared.has(name) : needed.has(name)) texts.push(...own);
    }
    return `${texts.join("\n")}\n`;
  }

  /** Takes in what a cell declares. Variables count as `any` until `setType`. */
  add(code: string): UntypedVariable[] {
    const untyped: UntypedVariable[] = [];
    const added = new Map<string, Declaration>();
    const declare = (name: string, text: string, uses: Iterable<string> = [], isImport = false): void => {
      const former = added.get(name);
      const declaration = former ?? { texts: [], uses: new Set(), isImport };
      declaration.texts.push(text);
      for (const other of uses) if (other !== name) declaration.uses.add(other);
      added.set(name, declaration);
    };
    for (const statement of parse(code)) {
      const inner = statement["declaration"];
      const node =
        /^Export(Named|Default)Declaration$/.test(statement.type) && isNode(inner) ? inner : statement;
      if (node.type === "ImportDeclaration") {
        for (const specifier of node["specifiers"] as Node[]) {
          const name = (specifier["local"] as Node)["name"] as string;
          declare(name, importOf(specifier, code, node), [], true);
        }
      } else if (node.type === "VariableDeclaration") {
        const kind = node["kind"] === "const" ? "const" : "let";
        for (const { name, start } of (node["declarations"] as Node[]).flatMap((d) =>
          identifiers(d["id"] as Node),
        )) {
          declare(name, `declare ${kind} ${name}: any;`);
          untyped.push({ name, kind, at: start });
        }
      } else if (isNode(node["id"]) && /^(Class|Function|TS).*(Declaration|Function)$/.test(node.type)) {
        const name = (node["id"]["name"] ?? "") as string;
        const text = code.slice(node.start, node.end);
        if (name) declare(name, text, namesOf([node], code).used);
      }
    }
    for (const match of code.matchAll(/\bglobalThis\.([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=(?!=)/gu)) {
      if (!added.has(match[1]!)) declare(match[1]!, `declare let ${match[1]!}: any;`);
    }
    for (const [name, declaration] of added) {
      this.#declarations.delete(name);
      this.#declarations.set(name, declaration);
    }
    return untyped;
  }

  /** @param type  as the checker writes it, with `import("…")` for types that only other files know */
  setType({ name, kind }: UntypedVariable, written: string): void {
    const type = written.replaceAll(/import\("([^"]*)"\)/g, (_, module: string) => this.#aliasOf(module));
    const uses = new Set(type.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []);
    uses.delete(name);
    this.#declarations.set(name, { texts: [`declare ${kind} ${name}: ${type};`], uses, isImport: false });
  }

  clear(): void {
    this.#declarations.clear();
    this.#aliases.clear();
  }

  /** One import per module that types come from: `import("…")` here and there would change the file's imports all the time. */
  #aliasOf(module: string): string {
    let alias = this.#aliases.get(module);
    if (!alias) {
      alias = `$types${this.#aliases.size}`;
      this.#aliases.set(module, alias);
    }
    return alias;
  }
}

function parse(code: string): Node[] {
  return parseSync("cell.ts", code, { sourceType: "module" }).program.body as unknown as Node[];
}

function identifiers(pattern: Node): { name: string; start: number }[] {
  const found: { name: string; start: number }[] = [];
  const names = new Set(boundNames(pattern));
  walk(pattern, (node, parent) => {
    const name = node["name"];
    if (node.type !== "Identifier" || typeof name !== "string" || !names.has(name)) return true;
    // `{ a: b = c }` binds b: neither the property's name nor the default's.
    const isDefault = parent?.type === "AssignmentPattern" && parent["right"] === node;
    if (isBindingName(node, parent) && !isDefault && !found.some((known) => known.name === name))
      found.push({ name, start: node.start });
    return true;
  });
  return found;
}

function importOf(specifier: Node, code: string, declaration: Node): string {
  const source = (declaration["source"] as Node)["raw"] as string;
  const text = code.slice(specifier.start, specifier.end);
  const isType = declaration["importKind"] === "type" ? "type " : "";
  return `import ${isType}${specifier.type === "ImportSpecifier" ? `{ ${text} }` : text} from ${source};`;
}

/** Names declared at the top of these statements, and all names they mention (too many do no harm). */
function namesOf(statements: Node[], code: string): { declared: Set<string>; used: Set<string> } {
  const declared = new Set<string>();
  const used = new Set<string>();
  for (const statement of statements) {
    const inner = statement["declaration"];
    const node = isNode(inner) ? inner : statement;
    if (node.type === "VariableDeclaration")
      for (const d of node["declarations"] as Node[])
        for (const name of boundNames(d["id"] as Node)) declared.add(name);
    else if (node.type === "ImportDeclaration")
      for (const s of node["specifiers"] as Node[]) declared.add((s["local"] as Node)["name"] as string);
    else if (isNode(node["id"]) && typeof node["id"]["name"] === "string") declared.add(node["id"]["name"]);
    for (const [name] of code
      .slice(statement.start, statement.end)
      .matchAll(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu))
      used.add(name);
  }
  return { declared, used };
}
