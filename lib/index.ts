// What a notebook imports. Each folder is a namespace, so that a cell reads `data.split`, `train.fit`, `plot.line`.
export * as checks from "./checks/index.ts";
export * as data from "./data/index.ts";
export { show as display } from "./display/index.ts";
export { engine, tf } from "./engine/index.ts";
export * as evaluate from "./evaluate/index.ts";
export * as inspect from "./inspect/index.ts";
export * as models from "./models/index.ts";
export * as plot from "./plot/index.ts";
export * as report from "./report/index.ts";
export * as train from "./train/index.ts";
