// Types of cells, in a thread of their own: TypeScript's API blocks, and sockets must never wait for it.
import { parentPort, workerData } from "node:worker_threads";
import { CellDeclarations } from "./CellDeclarations.ts";
import { TypeScriptProject } from "./TypeScriptProject.ts";
import type { CheckerAnswer, CheckerRequest } from "./TypeChecker.ts";

const { cwd, installation } = workerData as { cwd: string; installation: string };
const port = parentPort!;
const project = new TypeScriptProject(cwd, installation);
const declarations = new CellDeclarations();
/** Said about modules without types: they count as `any`. */
const aboutMissingTypes = new Set([2307, 2792, 2306, 1259, 2732]);
/** Said about what has no type and gets none by inference: a notebook may leave that open. */
const isImplicitAny = (code: number): boolean => code >= 7005 && code <= 7057;

const answer = (message: CheckerAnswer): void => port.postMessage(message, []);

let loaded = "export {};";

/** Puts the cell with what it needs before it into the project. @returns length of what stands before */
function load(code: string): number {
  const prefix = declarations.prefixFor(code);
  const text = `${prefix}${code}\nexport {};`;
  if (text !== loaded) project.setText(text);
  loaded = text;
  return prefix.length;
}

/** Said about a name that is a type, a namespace of types or exported as one, where a value is expected. */
const aboutTypesAsValues = new Set([1361, 1362, 2693, 2708]);

/** Which exports of a module are no values. */
function typesAmong(specifier: string, names: readonly string[]): string[] {
  const imports = `import { ${names.map((name, i) => `${name} as $roux${i}`).join(", ")} } from ${JSON.stringify(specifier)};\n`;
  let code = imports;
  const starts = names.map((_, i) => {
    const at = code.length;
    code += `$roux${i};\n`;
    return at;
  });
  const before = load(code);
  const found = new Set(
    project
      .diagnostics()
      .filter((diagnostic) => aboutTypesAsValues.has(diagnostic.code))
      .map(({ start }) => start - before),
  );
  return names.filter((_, i) => found.has(starts[i]!));
}

function obey(request: CheckerRequest): void {
  switch (request.kind) {
    case "check": {
      const { id, code } = request;
      const before = load(code);
      const diagnostics = project
        .diagnostics()
        .filter(
          (diagnostic) =>
            diagnostic.start >= before &&
            !aboutMissingTypes.has(diagnostic.code) &&
            !isImplicitAny(diagnostic.code),
        )
        .map((diagnostic) => ({
          ...diagnostic,
          start: diagnostic.start - before,
          end: diagnostic.end - before,
        }));
      return answer({ kind: "checked", id, diagnostics });
    }
    case "accept": {
      const { code } = request;
      const before = load(code);
      const variables = declarations.add(code);
      const types = project.typesAt(variables.map(({ at }) => at + before));
      for (const [i, variable] of variables.entries()) {
        const type = types[i];
        if (type !== undefined) declarations.setType(variable, type);
      }
      // What stands before the next cell is likely to be this: the compiler reads new imports now, not then.
      load("");
      project.diagnostics();
      return;
    }
    case "types":
      return answer({
        kind: "found",
        id: request.id,
        types: typesAmong(request.specifier, request.names),
      });
    case "complete": {
      const before = load(request.code);
      return answer({
        kind: "completed",
        id: request.id,
        entries: project.completionsAt(before + request.at),
      });
    }
    case "describe": {
      const before = load(request.code);
      return answer({ kind: "described", id: request.id, text: project.describeAt(before + request.at) });
    }
    case "reset":
      return declarations.clear();
    case "close":
      project.close();
      return port.close();
  }
}

project.setText("export {};");
project.diagnostics();
answer({ kind: "ready" });
port.on("message", (request: CheckerRequest) => {
  try {
    obey(request);
  } catch (error) {
    answer({
      kind: "failed",
      id: "id" in request ? request.id : -1,
      message: String((error as Error).stack),
    });
  }
});
