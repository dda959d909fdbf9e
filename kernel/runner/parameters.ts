import { parseSync } from "oxc-parser";

import { NotebookError, tagsOf } from "../notebook/index.ts";
import type { CodeCell, Notebook } from "../notebook/index.ts";

/** Values that a run gives to a notebook, by variable name. */
export type Parameters = Record<string, unknown>;

interface Declaration {
  keyword: string;
  /** With its colon: `: number`; empty when there is none. */
  annotation: string;
  /** The default, where it is written as JSON. */
  value?: unknown;
}

/** Reads a value from the command line: JSON where it is JSON (`5`, `true`, `null`, `[1, 2]`), else the text itself. */
export function parseParameter(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Adds a cell tagged `injected-parameters` after the cell tagged `parameters` (at the top when there is none), as
 *  papermill does. The variables are declared as the notebook declares them, so that their types hold. A cell that an
 *  earlier run injected is replaced.
 *  @throws {NotebookError} for a name that the `parameters` cell does not declare, or that is no variable name */
export function injectParameters(notebook: Notebook, parameters: Parameters, where = "notebook"): Notebook {
  const cells = notebook.cells.filter((cell) => !tagsOf(cell).includes("injected-parameters"));
  if (Object.keys(parameters).length === 0) return { ...notebook, cells };
  const at = cells.findIndex((cell) => cell.cell_type === "code" && tagsOf(cell).includes("parameters"));
  const declared = at < 0 ? new Map<string, Declaration>() : declarations(cells[at]!.source);
  const lines = Object.entries(parameters).map(([name, value]) => {
    if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) {
      throw new NotebookError({
        where,
        expected: "a variable name after -p",
        received: JSON.stringify(name),
      });
    }
    const declaration = declared.get(name);
    if (at >= 0 && !declaration) {
      throw new NotebookError({
        where,
        expected: `a parameter among ${[...declared.keys()].join(", ") || "(its parameters cell declares none)"}`,
        received: `"${name}"`,
      });
    }
    return `${declaration?.keyword ?? "let"} ${name}${declaration?.annotation ?? ""} = ${literal(value)};`;
  });
  const injected: CodeCell = {
    cell_type: "code",
    id: freeId(cells.map(({ id }) => id)),
    metadata: { tags: ["injected-parameters"] },
    source: ["// Parameters", ...lines].join("\n"),
    execution_count: null,
    outputs: [],
  };
  cells.splice(at + 1, 0, injected);
  return { ...notebook, cells };
}

/** The defaults that the `parameters` cell declares, as far as they are written as plain JSON values. */
export function defaultParameters(notebook: Notebook): Parameters {
  const cell = notebook.cells.find(
    (cell) => cell.cell_type === "code" && tagsOf(cell).includes("parameters"),
  );
  if (!cell) return {};
  return Object.fromEntries(
    [...declarations(cell.source)]
      .filter(([, { value }]) => value !== undefined)
      .map(([name, { value }]) => [name, value]),
  );
}

function declarations(source: string): Map<string, Declaration> {
  const found = new Map<string, Declaration>();
  for (const statement of parseSync("parameters.ts", source).program.body) {
    const declaration =
      statement.type === "ExportNamedDeclaration" && statement.declaration
        ? statement.declaration
        : statement;
    if (declaration.type !== "VariableDeclaration") continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type !== "Identifier") continue;
      const annotation = id.typeAnnotation
        ? source.slice(id.typeAnnotation.start, id.typeAnnotation.end)
        : "";
      const value = init ? plainValue(source.slice(init.start, init.end)) : undefined;
      found.set(id.name, {
        keyword: declaration.kind,
        annotation,
        ...(value === undefined ? {} : { value }),
      });
    }
  }
  return found;
}

function plainValue(code: string): unknown {
  try {
    return JSON.parse(
      code.replace(/^(-?\d+(?:_\d+)*(?:\.\d+)?)$/, (digits) => digits.replaceAll("_", "")),
    ) as unknown;
  } catch {
    return undefined;
  }
}

/** A value as TypeScript source. JSON is, but for numbers it can't hold. */
function literal(value: unknown): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  return JSON.stringify(value) ?? "undefined";
}

function freeId(taken: readonly string[]): string {
  let id = "injected-parameters";
  for (let copy = 2; taken.includes(id); copy++) id = `injected-parameters-${copy}`;
  return id;
}
