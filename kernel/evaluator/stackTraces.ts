import { SourceMapping } from "../compile/index.ts";
import type { CellMap } from "../compile/index.ts";

/** Name of the script of a cell, as V8 knows it; users see the label that belongs to it. */
export const cellUrl = (cell: number): string => `roux-cell:${cell}`;

interface Source {
  label: string;
  mapping: SourceMapping;
}

const sources = new Map<string, Source>();

/** Makes stack traces speak of `label` and the user's lines for the script at `url`. */
export function registerSource(url: string, label: string, code: string, map: CellMap): void {
  sources.set(url, { label, mapping: new SourceMapping(map, code) });
}

/** Every `error.stack` from now on is in the user's positions; frames of the evaluator itself are left out. */
export function mapStackTraces(): void {
  const ownFolder = new URL("..", import.meta.url).href;
  Error.prepareStackTrace = (error, callSites) => {
    const lines = callSites.flatMap((site) => {
      const url = site.getScriptNameOrSourceURL() ?? "";
      if (url.startsWith(ownFolder) || url.startsWith("node:internal/") || url.startsWith("node:inspector"))
        return [];
      // oxlint-disable-next-line typescript/no-base-to-string -- a call site has its own, as V8 prints it
      const text = String(site);
      const source = sources.get(url);
      if (!source) return [`    at ${text}`];
      const line = site.getLineNumber() ?? 1;
      const column = site.getColumnNumber() ?? 1;
      const position = source.mapping.toSource({ line, column });
      if (!position) return [];
      const place = `${source.label}:${position.line}:${position.column}`;
      // Code at the top of a cell runs in an anonymous async function of the inspector's making.
      const mapped = text.includes("(") ? text.replace(`${url}:${line}:${column}`, place) : place;
      return [`    at ${mapped.replace(/^(?:async )?(?:Object|Module)?\.?<anonymous> \((.*)\)$/, "$1")}`];
    });
    // The inspector starts a cell inside a promise of its own.
    if (lines.at(-1)?.endsWith(" new Promise (<anonymous>)")) lines.pop();
    return [header(error), ...lines].join("\n");
  };
}

function header(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}
