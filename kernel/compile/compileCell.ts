import { walk } from "./ast.ts";
import type { Node } from "./ast.ts";
import { compileModule } from "./compileModule.ts";
import { oxcParser } from "./oxc.ts";
import { RenamedGlobals } from "./RenamedGlobals.ts";
import { rewriteCell } from "./rewriteCell.ts";
import type { CellMap } from "./SourceMapping.ts";

/** A cell ready for the evaluator. */
export interface CompiledCell {
  code: string;
  map: CellMap;
  /** Module specifiers of its static imports. */
  imports: string[];
  /** Names that later cells can use. */
  declares: string[];
}

/** TypeScript cell to JavaScript for the inspector's REPL mode. Top-level declarations become re-declarable `let`s,
 *  functions are hoisted, imports become awaited calls, and the trailing expression hands its value to `__roux.result`
 *  unless a semicolon follows it.
 *  @throws {CellSyntaxError} */
export function compileCell(source: string, renamed: RenamedGlobals = new RenamedGlobals()): CompiledCell {
  const compiled = compileModule(source, "cell.ts", { lowerUsing: true, keepImports: true });
  const { program, comments } = oxcParser().parseSync("cell.ts", source, { sourceType: "module" });
  const root = program as unknown as Node;
  const rewritten = rewriteCell(compiled.code, {
    showsResult: hasResult(source, root, comments),
    mentioned: namesOutsideImports(root),
    renamed,
  });
  return { ...rewritten, map: { ...compiled.map, pieces: rewritten.pieces } };
}

/** Does the cell end in an expression with no semicolon behind it? */
function hasResult(
  source: string,
  program: Node,
  comments: readonly { start: number; end: number }[],
): boolean {
  const last = (program["body"] as Node[]).findLast((statement) => statement.type !== "EmptyStatement");
  if (last?.type !== "ExpressionStatement" && last?.type !== "ExportDefaultDeclaration") return false;
  let end = source.length;
  for (;;) {
    while (end > 0 && /\s/.test(source[end - 1]!)) end--;
    const comment = comments.find((comment) => comment.end === end);
    if (!comment) return source[end - 1] !== ";";
    end = comment.start;
  }
}

/** Names that the cell speaks of, as values or as types. */
function namesOutsideImports(program: Node): Set<string> {
  const names = new Set<string>();
  walk(program, (node) => {
    if (node.type === "Identifier") names.add(node["name"] as string);
    return node.type !== "ImportDeclaration";
  });
  return names;
}
