export { CellSyntaxError } from "./CellSyntaxError.ts";
export { codeFrame } from "./codeFrame.ts";
export { compileCell, RenamedGlobals } from "./compileCell.ts";
export type { CompiledCell } from "./compileCell.ts";
export { compileModule } from "./compileModule.ts";
export { lineStartsOf, offsetAt, positionAt } from "./positions.ts";
export type { Position } from "./positions.ts";
export { SourceMapping } from "./SourceMapping.ts";
export type { CellMap } from "./SourceMapping.ts";
