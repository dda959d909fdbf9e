import { createRequire } from "node:module";
import type * as Parser from "oxc-parser";
import type * as Transformer from "oxc-transform";

// Loaded when first used: the process that runs the cells needs the compiler only for files of the user's own, and is up
// sooner without; the session's own process has the time while it waits for that one.
const require = createRequire(import.meta.url);

let parser: typeof Parser | undefined;
export function oxcParser(): typeof Parser {
  return (parser ??= require("oxc-parser") as typeof Parser);
}

let transformer: typeof Transformer | undefined;
export function oxcTransform(): typeof Transformer {
  return (transformer ??= require("oxc-transform") as typeof Transformer);
}
