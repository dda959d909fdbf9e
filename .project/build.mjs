// Compiles kernel/ and lib/ into dist/. `node .project/build.mjs` needs node_modules, nothing else.
import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildKernels } from "./buildKernels.mjs";
import { buildPage } from "./buildPage.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const compiler = path.join(path.dirname(require.resolve("typescript/package.json")), "bin", "tsc");
const { status } = spawnSync(
  process.execPath,
  [compiler, "-p", path.join(root, ".project/tsconfig.build.json")],
  {
    stdio: "inherit",
  },
);
process.exitCode = status ?? 1;
// npm does this when it installs a package; in a clone `npx roux` starts the file itself.
chmodSync(path.join(root, "dist/kernel/cli/main.js"), 0o755);
await buildKernels();
await buildPage();
