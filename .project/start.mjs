// `npm start`: from a clone to a page. Installs, builds, fetches the engine if it can, runs the first notebook on real
// data, prints its verdicts and the path of the page.
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { node, prepare, root, roux } from "./prepare.mjs";

const started = performance.now();
prepare();

// Without the engine the notebook still runs, slower and on a subset, and says so: its exit code does not matter here.
node([roux, "engine", "install"]);

// Relative paths: the notebook's record of the run holds them as they are given here.
const folder = "notebooks/rendered";
mkdirSync(path.join(root, folder), { recursive: true });
const notebook = `${folder}/01-digits.ipynb`;
const page = `${folder}/01-digits.html`;
console.log("");
const exitCode = node([roux, "run", "notebooks/01-digits.ts", "-o", notebook, "--html", page]);
if (exitCode !== 0) process.exit(exitCode);

const verdicts = JSON.parse(readFileSync(path.join(root, notebook), "utf8"))
  .cells.filter((cell) => cell.metadata?.tags?.includes("verdicts"))
  .flatMap((cell) => cell.outputs)
  .map((output) => [output.data?.["text/plain"] ?? ""].flat().join(""))
  .filter(Boolean);
console.log(`\n${verdicts.join("\n")}\n`);
console.log(`Page      ${path.join(root, page)}`);
console.log(`Notebook  ${path.join(root, notebook)}`);
console.log(`Done in ${Math.round((performance.now() - started) / 1000)} s. Next: npm run lab`);
