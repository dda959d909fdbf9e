import { boundNames, isBindingName, isNode, walk } from "./ast.ts";
import type { Node } from "./ast.ts";
import { oxcParser } from "./oxc.ts";
import type { RenamedGlobals } from "./RenamedGlobals.ts";
import { importCall } from "./importCall.ts";
import { Rewriter } from "./Rewriter.ts";
import type { PieceMap } from "./Rewriter.ts";

interface Rewritten {
  code: string;
  pieces: PieceMap;
  imports: string[];
  declares: string[];
}

interface RewriteOptions {
  showsResult: boolean;
  /** Names that the TypeScript source speaks of outside its imports. */
  mentioned: ReadonlySet<string>;
  renamed: RenamedGlobals;
}

const functionTypes = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "StaticBlock",
]);

/** JavaScript module → script for the inspector's REPL mode; see `compileCell`. */
export function rewriteCell(source: string, { showsResult, mentioned, renamed }: RewriteOptions): Rewritten {
  const program = oxcParser().parseSync("cell.js", source, { sourceType: "module" })
    .program as unknown as Node;
  const rewriter = new Rewriter(source);
  const body = program["body"] as Node[];
  const variables = new Set<string>();
  const imports: Node[] = [];
  const declares: string[] = [];

  const declareLexical = (declaration: Node): void => {
    switch (declaration.type) {
      case "VariableDeclaration":
        if (declaration["kind"] === "var") return; // below, with those in blocks
        rewriter.replace(declaration.start, declaration.start + String(declaration["kind"]).length, "let");
        declares.push(...(declaration["declarations"] as Node[]).flatMap((d) => boundNames(d["id"] as Node)));
        return;
      case "ClassDeclaration": {
        const name = (declaration["id"] as Node)["name"] as string;
        declares.push(name);
        renamed.declare(name);
        rewriter.insert(declaration.start, `let ${renamed.of(name)} = `);
        rewriter.insert(declaration.end, ";");
        return;
      }
      case "FunctionDeclaration": {
        const id = declaration["id"] as Node;
        const name = id["name"] as string;
        declares.push(name);
        renamed.declare(name);
        // Without a name of its own, recursion and redefinition see the one binding; its `name` comes from the variable.
        rewriter.replace(id.start, id.end, "");
        rewriter.hoist(declaration.start, declaration.end, `let ${renamed.of(name)} = `, "; ");
        return;
      }
    }
  };

  for (const statement of body) {
    switch (statement.type) {
      case "ImportDeclaration":
        imports.push(statement);
        declares.push(
          ...(statement["specifiers"] as Node[]).map((s) => (s["local"] as Node)["name"] as string),
        );
        rewriter.replace(statement.start, statement.end, "");
        break;
      case "ExportAllDeclaration":
        imports.push(statement);
        rewriter.replace(statement.start, statement.end, "");
        break;
      case "ExportNamedDeclaration": {
        const declaration = statement["declaration"];
        if (isNode(declaration)) {
          rewriter.replace(statement.start, declaration.start, "");
          declareLexical(declaration);
        } else {
          if (isNode(statement["source"])) imports.push(statement);
          rewriter.replace(statement.start, statement.end, "");
        }
        break;
      }
      case "ExportDefaultDeclaration": {
        const declaration = statement["declaration"] as Node;
        const named = isNode(declaration["id"]) && declaration.type.endsWith("Declaration");
        rewriter.replace(statement.start, declaration.start, named ? "" : "(");
        if (named) declareLexical(declaration);
        else rewriter.insert(declaration.end, ")");
        break;
      }
      default:
        declareLexical(statement);
    }
  }

  // `var` anywhere outside functions would clash with an earlier `let` of the name: all become assignments.
  walk(program, (node, parent) => {
    if (functionTypes.has(node.type)) return false;
    if (node.type !== "VariableDeclaration" || node["kind"] !== "var") return true;
    const declarators = node["declarations"] as Node[];
    const names = declarators.flatMap((declarator) => boundNames(declarator["id"] as Node));
    for (const name of names) variables.add(name);
    const inFor = parent !== undefined && /^For(In|Of)Statement$/.test(parent.type);
    const first = declarators[0]!;
    const last = declarators.at(-1)!;
    rewriter.replace(node.start, first.start, inFor ? "" : "(");
    if (!inFor) rewriter.insert(last.end, ")");
    return true;
  });
  declares.push(...variables);
  for (const name of declares) renamed.declare(name);

  const used = new Set<string>();
  walk(program, (node, parent) => {
    switch (node.type) {
      case "ImportExpression":
        rewriter.replace(node.start, node.start + "import".length, "__roux.import");
        return true;
      case "MetaProperty":
        if (source.startsWith("import", node.start)) rewriter.replace(node.start, node.end, "__roux.meta");
        return false;
      case "ImportDeclaration":
        return false;
      case "Identifier": {
        if (!isBindingName(node, parent)) return true;
        const name = node["name"] as string;
        used.add(name);
        if (!renamed.any || renamed.of(name) === name) return true;
        const isDeclaredHere =
          (parent?.type === "FunctionDeclaration" || parent?.type === "ClassDeclaration") &&
          parent["id"] === node;
        if (!isDeclaredHere)
          rewriter.replace(node.start, node.end, shorthand(node, parent) + renamed.of(name));
        return true;
      }
      case "Property":
        // `{ name }` is both a name of a property and a use: the use alone is visited, as the value.
        return true;
      default:
        return true;
    }
  });

  const last = body.findLast((statement) => statement.type !== "EmptyStatement");
  if (showsResult && last?.type === "ExpressionStatement") {
    const expression = last["expression"] as Node;
    // The statement's own range: the expression's leaves out parentheses around it.
    const end = source[last.end - 1] === ";" ? last.end - 1 : last.end;
    rewriter.insert(Math.min(last.start, expression.start), "__roux.result((");
    rewriter.insert(end, "\n))");
  } else if (showsResult && last?.type === "ExportDefaultDeclaration") {
    const declaration = last["declaration"] as Node;
    if (!declaration.type.endsWith("Declaration")) rewriter.insert(last.start, "__roux.result");
  }

  const head = `"use strict"; ${[...variables].map((name) => `let ${renamed.of(name)}; `).join("")}`;
  const neck = imports.map((node) => importCall(node, { used, mentioned, renamed })).join("");
  return { ...rewriter.render(head, neck), imports: imports.map(specifierOf), declares };
}

/** `{ name }` with `name` renamed must keep its property's name. */
function shorthand(node: Node, parent: Node | undefined): string {
  const inPattern = parent?.type === "Property" && parent["shorthand"] === true;
  return inPattern ? `${node["name"] as string}: ` : "";
}

function specifierOf(node: Node): string {
  return (node["source"] as Node)["value"] as string;
}
