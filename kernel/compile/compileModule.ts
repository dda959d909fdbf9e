import type { TransformOptions } from "oxc-transform";
import { CellSyntaxError } from "./CellSyntaxError.ts";
import { oxcTransform } from "./oxc.ts";
import { lineStartsOf, positionAt } from "./positions.ts";
import type { CellMap } from "./SourceMapping.ts";

const hasNativeUsing = Number(process.versions.node.split(".")[0]) >= 24;

/** TypeScript to JavaScript, one file.
 *  @param keepImports  only imports marked `type` go; else those go that are never used as a value, as TypeScript does it
 *  @param lowerUsing  `using` needs to be rewritten at the top of a cell on every Node, in files on Node before 24
 *  @throws {CellSyntaxError} */
export function compileModule(
  source: string,
  name: string,
  { lowerUsing = !hasNativeUsing, keepImports = false } = {},
): { code: string; map: CellMap } {
  const options: TransformOptions = {
    lang: /\.[jt]sx$/.test(name) ? "tsx" : "ts",
    sourceType: "module",
    sourcemap: true,
    typescript: { onlyRemoveTypeImports: keepImports },
    // The helpers that this needs follow the standard's decorators, not the legacy ones: see evaluator/decorate.ts.
    decorator: { legacy: true },
    helpers: { mode: "External" as never },
  };
  if (lowerUsing && /\busing\b/.test(source)) options.target = "es2022";
  const { code, map, errors } = oxcTransform().transformSync(name, source, options);
  const [error] = errors;
  if (error) {
    const starts = lineStartsOf(source);
    // Labels are sorted by place; the last one of a pair is the one that came too much.
    const label = error.labels.at(-1);
    const start = label ? label.start : 0;
    throw new CellSyntaxError(
      error.message,
      positionAt(starts, start),
      positionAt(starts, label ? Math.max(label.end, start + 1) : 1),
      error.helpMessage ?? undefined,
    );
  }
  return { code, map: { lineStarts: lineStartsOf(code), mappings: map?.mappings ?? "" } };
}
