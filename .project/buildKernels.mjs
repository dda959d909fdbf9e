// Bundles the JavaScript of @tensorflow/tfjs-node-gpu's kernels into dist/, so that the packed package doesn't need that
// package, whose installer fails. Only its index.js, which wants the compiled add-on, stays out.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const source = path.dirname(require.resolve("@tensorflow/tfjs-node-gpu/package.json"));
const target = path.join(root, "dist/lib/engine/tensorflow/kernels.cjs");

/** What the bundle exports. Everything but the kernels and the backend is loaded when first asked for. */
const entry = `
require("./register_all_kernels");
exports.NodeJSKernelBackend = require("./nodejs_kernel_backend").NodeJSKernelBackend;
Object.defineProperty(exports, "io", { get: () => require("./io/index") });
Object.defineProperty(exports, "fileSystem", { get: () => require("./io/file_system") });
Object.defineProperty(exports, "node", { get: () => require("./node").node });
`;

const adapt = {
  name: "adapt",
  setup(build) {
    // Node 23 dropped two of util's functions that the kernels call.
    build.onResolve({ filter: /^util$/ }, () => ({ path: "util", namespace: "adapted" }));
    build.onLoad({ filter: /^util$/, namespace: "adapted" }, () => ({
      contents: `module.exports = { ...require("node:util"), isArray: Array.isArray, isNullOrUndefined: (value) => value == null };`,
    }));
    // The protocol buffers, two thirds of the bundle, are needed for TensorBoard and SavedModels only.
    build.onLoad({ filter: /(nodejs_kernel_backend|saved_model)\.js$/ }, ({ path: file }) => ({
      contents: readFileSync(file, "utf8").replace(
        "var messages = require('./proto/api_pb');",
        "var messages = new Proxy({}, { get: function (_, name) { return require('./proto/api_pb')[name]; } });",
      ),
    }));
  },
};

/** The licences of what is bundled, as they must go with it. */
function licences() {
  const text = (name, file) =>
    readFileSync(path.join(path.dirname(require.resolve(`${name}/package.json`)), file), "utf8");
  const rule = `\n\n${"-".repeat(80)}\n\n`;
  return [
    `kernels.cjs holds code of these projects:\n\n@tensorflow/tfjs-node-gpu, Copyright 2018 Google LLC, Apache License 2.0\n` +
      `google-protobuf, Copyright 2008 Google Inc., BSD 3-Clause\nprogress, Copyright 2017 TJ Holowaychuk, MIT`,
    readFileSync(path.join(root, "LICENSE"), "utf8"),
    text("google-protobuf", "LICENSE.md"),
    text("progress", "LICENSE"),
  ].join(rule);
}

export async function buildKernels() {
  const inputs = [fileURLToPath(import.meta.url), path.join(source, "package.json")];
  if (existsSync(target) && inputs.every((file) => statSync(file).mtimeMs <= statSync(target).mtimeMs))
    return;
  const { build } = await import("esbuild");
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(path.join(path.dirname(target), "kernels.LICENSE.txt"), licences());
  await build({
    stdin: { contents: entry, resolveDir: path.join(source, "dist"), sourcefile: "kernels.cjs" },
    outfile: target,
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    legalComments: "none",
    alias: { "@tensorflow/tfjs-core": "@tensorflow/tfjs" },
    external: ["@tensorflow/tfjs"],
    plugins: [adapt],
    logLevel: "warning",
  });
}
