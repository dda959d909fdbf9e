import type { CellRunner } from "./CellRunner.ts";
import { helpers } from "./helpers.ts";
import { hostSymbol } from "./NotebookHost.ts";
import type { NotebookHost } from "./NotebookHost.ts";
import { report } from "./report.ts";

/** Puts the names that every cell may use on `globalThis`, not enumerable. */
export function defineGlobals(runner: CellRunner, host: NotebookHost): void {
  const globals: Record<PropertyKey, unknown> = {
    /** Shows a value below the cell; with an `id` it can be shown again in the same place by another call. */
    display: (value: unknown, options: { id?: string; update?: boolean } = {}) => {
      for (const name of Object.keys(options)) {
        if (name !== "id" && name !== "update")
          throw new TypeError(`display: expected options among id, update, got "${name}".`);
      }
      const update = options.update ?? (options.id !== undefined && shownIds.has(options.id));
      if (options.id !== undefined) shownIds.add(options.id);
      return runner.display(value, options.id, update);
    },
    /** Empties the output of the cell; with `wait`, when the next output comes. */
    clearOutput: ({ wait = false }: { wait?: boolean } = {}) => report({ kind: "clear", wait }),
    input: async (prompt: unknown = "", { password = false }: { password?: boolean } = {}) =>
      runner.input(String(prompt), password),
    require: runner.importer.require,
    babelHelpers: helpers,
    [hostSymbol]: host,
  };
  const shownIds = new Set<string>();
  for (const name of Reflect.ownKeys(globals)) {
    Object.defineProperty(globalThis, name, {
      value: globals[name as string],
      writable: true,
      configurable: true,
      enumerable: false,
    });
  }
}
