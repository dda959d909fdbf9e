// `npm run check`: format, lint (with types), types. Every step runs, so that one call shows everything there is to mend.
import { createRequire } from "node:module";
import path from "node:path";
import { node, prepare } from "./prepare.mjs";

prepare();
const require = createRequire(import.meta.url);
const bin = (name, file) => path.join(path.dirname(require.resolve(`${name}/package.json`)), file);
const steps = {
  format: [bin("oxfmt", "bin/oxfmt"), "--check"],
  lint: [bin("oxlint", "bin/oxlint"), "--type-aware", "--deny-warnings"],
  types: [bin("typescript", "bin/tsc"), "--noEmit"],
};
const failed = Object.keys(steps).filter((name) => {
  console.log(`\n${name}`);
  return node(steps[name]) !== 0;
});
console.log(failed.length === 0 ? "\ncheck: all good" : `\ncheck: ${failed.join(", ")} failed`);
process.exit(failed.length === 0 ? 0 : 1);
