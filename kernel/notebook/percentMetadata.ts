import { rouxMetadata } from "./nbformat.ts";
import type { Metadata } from "./nbformat.ts";

/** Notebook metadata that a percent file does not carry: it says how a run went, or what every notebook of ours says. */
const left = new Set(["jupytext", "kernelspec", "language_info", "papermill", "widgets", "signature"]);

/** Reads the `// ---` … `// ---` block that jupytext writes at the top. Only what stands below `jupyter:` is a
 *  notebook's metadata; the block is YAML, of which we read mappings of plain values (all that jupytext writes).
 *  @param lines the lines between the two rules, without `// ` */
export function parsePercentMetadata(lines: readonly string[]): Metadata {
  const root: Metadata = {};
  const open: { indent: number; fields: Metadata }[] = [{ indent: -1, fields: root }];
  for (const line of lines) {
    const match = /^( *)("(?:[^"\\]|\\.)*"|[^\s#:][^:]*):(?:\s+(.*))?$/.exec(line.trimEnd());
    if (!match) continue;
    const indent = match[1]!.length;
    while (open.at(-1)!.indent >= indent) open.pop();
    const parent = open.at(-1)!.fields;
    const key = match[2]!.startsWith('"') ? String(scalar(match[2]!)) : match[2]!;
    if (match[3] === undefined || match[3] === "") {
      const fields: Metadata = {};
      parent[key] = fields;
      open.push({ indent, fields });
    } else parent[key] = scalar(match[3]);
  }
  const { jupytext: _, ...metadata } = (root.jupyter ?? {}) as Metadata;
  return { ...rouxMetadata(), ...metadata };
}

/** The block's lines, none when the notebook says nothing of its own. */
export function formatPercentMetadata(metadata: Metadata): string[] {
  const own = Object.entries(metadata).filter(([key]) => !left.has(key));
  if (own.length === 0) return [];
  const lines = own.map(([key, value]) => `//   ${plainKey(key)}: ${JSON.stringify(value)}`);
  return ["// ---", "// jupyter:", ...lines, "// ---"];
}

function plainKey(key: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(key) ? key : JSON.stringify(key);
}

function scalar(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return /^'.*'$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : text;
  }
}
