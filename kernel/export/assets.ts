import { readFileSync } from "node:fs";

/** Scripts and styles of the page, made by the package's build: `charts.js` (Vega), `page.js`, `page.css`. They lie beside
 *  this file in the package; a source tree finds those of its last build. */
export function readAsset(name: "charts.js" | "page.js" | "page.css"): string {
  for (const place of ["./assets/", "../../dist/kernel/export/assets/"]) {
    try {
      return readFileSync(new URL(`${place}${name}`, import.meta.url), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  throw new Error(
    `roux export: expected ${name} in the package, got no such file. Build it with: npm run build`,
  );
}
