import { displaySymbol } from "./mime.ts";
import type { Displayable, MimeBundle } from "./mime.ts";

/** Gives plain data a look without changing it: the methods are not enumerable, so `JSON.stringify`,
 *  `structuredClone`, spreads and equality see only the data.
 *  @param text  the one-line (or few-line) text form, used by `String(value)` and as `text/plain`
 *  @param render  the rich forms, computed only when somebody looks; `text/plain` is added from `text` */
export function displayable<Data extends object>(
  data: Data,
  text: () => string,
  render?: () => MimeBundle | Promise<MimeBundle>,
): Data & Displayable {
  const define = (name: PropertyKey, value: unknown): void => {
    Object.defineProperty(data, name, { value, enumerable: false, configurable: true, writable: true });
  };
  define("toString", text);
  define(Symbol.for("nodejs.util.inspect.custom"), text);
  define(displaySymbol, async (): Promise<MimeBundle> => ({ "text/plain": text(), ...(await render?.()) }));
  return data as Data & Displayable;
}
