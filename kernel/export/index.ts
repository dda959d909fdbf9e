export { exportNotebook } from "./exportNotebook.ts";
export type { ExportOptions } from "./exportNotebook.ts";
