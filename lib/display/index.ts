export type { CheckResult, Verdict } from "./CheckResult.ts";
export { displayable } from "./displayable.ts";
export { hostSymbol } from "./host.ts";
export type { CooperativeSection, NotebookHost } from "./host.ts";
export { escapeHtml, Html, html } from "./html.ts";
export { displaySymbol, isDisplayable } from "./mime.ts";
export type { Displayable, MimeBundle } from "./mime.ts";
