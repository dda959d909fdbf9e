import type { Node } from "./ast.ts";
import type { RenamedGlobals } from "./RenamedGlobals.ts";

interface ImportNames {
  /** Names that the cell's JavaScript refers to. */
  used: ReadonlySet<string>;
  /** Names that its TypeScript speaks of outside its imports. */
  mentioned: ReadonlySet<string>;
  renamed: RenamedGlobals;
}

/** `import a, { b as c } from "x"` → a `let` per name and an awaited call of the evaluator's importer. Names are bound once,
 *  when the cell runs. A name that the module lacks is an error, unless it is a type: the cell's JavaScript does not refer to
 *  it though its TypeScript does, or, when only later cells refer to it, TypeScript says so. */
export function importCall(node: Node, { used, mentioned, renamed }: ImportNames): string {
  const source = JSON.stringify((node["source"] as Node)["value"]);
  const attributes = ((node["attributes"] as Node[] | undefined) ?? []).map((attribute) => {
    const key = attribute["key"] as Node;
    return `${JSON.stringify(key["name"] ?? key["value"])}: ${JSON.stringify((attribute["value"] as Node)["value"])}`;
  });
  const options = attributes.length > 0 ? `{ with: { ${attributes.join(", ")} } }` : "undefined";
  const specifiers = node.type === "ImportDeclaration" ? (node["specifiers"] as Node[]) : [];
  const locals = specifiers.map((specifier) => (specifier["local"] as Node)["name"] as string);
  const importedNames = specifiers.map((specifier) => {
    if (specifier.type === "ImportDefaultSpecifier") return "default";
    if (specifier.type === "ImportNamespaceSpecifier") return "*";
    const imported = specifier["imported"] as Node;
    return (imported["name"] ?? imported["value"]) as string;
  });
  const required = importedNames.filter((name, i) => name !== "*" && used.has(locals[i]!));
  const untold = importedNames.filter(
    (name, i) => name !== "*" && !used.has(locals[i]!) && !mentioned.has(locals[i]!),
  );
  const call = `await __roux.import(${source}, ${options}, ${JSON.stringify(required)}, ${JSON.stringify(untold)})`;
  if (specifiers.length === 0) return `${call}; `;
  const declared = locals.map((local) => renamed.of(local));
  const namespaces = declared.filter((_, i) => importedNames[i] === "*");
  const members = declared.flatMap((local, i) =>
    importedNames[i] === "*" ? [] : `${JSON.stringify(importedNames[i])}: ${local}`,
  );
  const binding = [
    ...namespaces.map((name) => `${name} = $module`),
    ...(members.length > 0 ? [`({ ${members.join(", ")} } = $module)`] : []),
  ];
  return `let ${declared.join(", ")}; { const $module = ${call}; ${binding.join("; ")}; } `;
}
