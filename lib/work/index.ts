export { breathe } from "./breathe.ts";
export { Work } from "./Work.ts";
export type { WorkContext, WorkOptions } from "./Work.ts";
