export { displaySymbol, toMimeBundle, toText } from "./toMimeBundle.ts";
