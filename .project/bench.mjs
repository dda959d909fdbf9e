// `npm run bench -- NAME`: runs test/bench/NAME.bench.ts, which prints one JSON line per figure:
// {bench, ours, peer, theirs, ratio, target, ok}.
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { node, prepare, root } from "./prepare.mjs";

prepare();
const folder = path.join(root, "test/bench");
const suffix = ".bench.ts";
const names = existsSync(folder)
  ? readdirSync(folder)
      .filter((file) => file.endsWith(suffix))
      .map((file) => file.slice(0, -suffix.length))
  : [];
const name = process.argv[2];
if (!names.includes(name)) {
  console.error(
    `npm run bench: expected one of ${names.join(", ") || "(none yet)"}, got ${name ?? "nothing"}.`,
  );
  process.exit(2);
}
const outfile = path.join(root, "dist/bench", `${name}.js`);
await build({
  entryPoints: [path.join(folder, `${name}${suffix}`)],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  logLevel: "error",
});
process.exit(node([outfile, ...process.argv.slice(3)]));
