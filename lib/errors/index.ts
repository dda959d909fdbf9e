export { checkCount } from "./checkCount.ts";
export { checkOptions } from "./checkOptions.ts";
export { DataError } from "./DataError.ts";
export { EngineError } from "./EngineError.ts";
export { nearest } from "./nearest.ts";
export { OptionError } from "./OptionError.ts";
export { RouxError } from "./RouxError.ts";
export type { ErrorDetails } from "./RouxError.ts";
export { ShapeError } from "./ShapeError.ts";
