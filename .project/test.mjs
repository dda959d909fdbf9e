// `npm test [-- FILTER]`: installs what the tests need, runs them all. What this machine lacks (Python, a browser, the
// engine) is named and those suites are skipped; with CI=true nothing is skipped and what is missing fails.
import { createRequire } from "node:module";
import path from "node:path";
import { node, prepare, roux } from "./prepare.mjs";

prepare();
node([roux, "engine", "install"]);
const require = createRequire(import.meta.url);
const vitest = path.join(path.dirname(require.resolve("vitest/package.json")), "vitest.mjs");
process.exit(node([vitest, "run", ...process.argv.slice(2)]));
