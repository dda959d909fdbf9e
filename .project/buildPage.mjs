// Bundles the scripts and styles that `roux export` puts into its pages: Vega with everything it needs, once, so that the
// packed package doesn't need vega-embed and a page needs no network.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const source = path.join(root, "kernel/export/page");
const target = path.join(root, "dist/kernel/export/assets");
const entries = ["charts.ts", "page.ts", "page.css"];
/** What `charts.js` holds, for its licences. */
const bundled = ["vega", "vega-lite", "vega-embed", "vega-interpreter", "vega-tooltip", "vega-themes"];

export async function buildPage() {
  const inputs = [
    fileURLToPath(import.meta.url),
    ...entries.map((entry) => path.join(source, entry)),
    ...bundled.map((name) => path.join(root, "node_modules", name, "package.json")),
  ];
  const outputs = ["charts.js", "page.js", "page.css"].map((name) => path.join(target, name));
  const newest = Math.max(...inputs.map((file) => statSync(file).mtimeMs));
  if (outputs.every((file) => existsSync(file) && statSync(file).mtimeMs >= newest)) return;
  const { build } = await import("esbuild");
  mkdirSync(target, { recursive: true });
  const { outputFiles } = await build({
    entryPoints: entries.map((entry) => path.join(source, entry)),
    outdir: target,
    bundle: true,
    minify: true,
    charset: "ascii",
    format: "iife",
    target: ["es2022"],
    platform: "browser",
    legalComments: "none",
    conditions: ["browser"],
    write: false,
    logLevel: "warning",
  });
  for (const { path: file, text } of outputFiles) {
    // Inside a <script> element of a page, "<!--" and "<script" in a string would change how it is read.
    const safe = text.replaceAll("<!--", "\\x3C!--").replaceAll(/<(\/?script)/gi, "\\x3C$1");
    writeFileSync(file, file.endsWith(".js") ? safe.trimEnd() : text);
  }
  const licences = bundled.map((name) => {
    const folder = path.join(root, "node_modules", name);
    const file = path.join(folder, "LICENSE");
    const { version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    return `${name} ${version}\n\n${existsSync(file) ? readFileSync(file, "utf8") : "BSD 3-Clause"}`;
  });
  writeFileSync(path.join(target, "charts.LICENSE.txt"), licences.join(`\n${"-".repeat(80)}\n\n`));
}
