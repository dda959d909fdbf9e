export type { MimeBundle } from "./MimeBundle.ts";
export { displaySymbol, toMimeBundle, toText } from "./toMimeBundle.ts";
