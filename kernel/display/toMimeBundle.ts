import { inspect } from "node:util";
import type { MimeBundle } from "./MimeBundle.ts";

/** The contract with libraries: a value with this method tells how it looks. Deno's kernel uses the same symbol. */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display") as never;

/** Text form of any value: no colours, a few hundred elements at most, so that huge values are quick.
 *  @param value  anything, also proxies and objects with throwing getters */
export function toText(value: unknown): string {
  try {
    return inspect(value, {
      depth: 4,
      maxArrayLength: 100,
      maxStringLength: 10_000,
      breakLength: 100,
      colors: false,
    });
  } catch (error) {
    return `[value that cannot be inspected: ${error instanceof Error ? error.message : String(error)}]`;
  }
}

/** What a front end gets for a value: its own display method first, then media it is known to be, text always. */
export function toMimeBundle(value: unknown): MimeBundle | Promise<MimeBundle> {
  const method = displayMethod(value);
  if (method) {
    const bundle = method.call(value);
    return isPromiseLike(bundle)
      ? Promise.resolve(bundle).then((settled) => complete(settled, value))
      : complete(bundle, value);
  }
  const media = mediaOf(value);
  return { ...media, "text/plain": media?.["text/plain"] ?? toText(value) };
}

function displayMethod(value: unknown): (() => unknown) | undefined {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return undefined;
  const method = (value as Record<symbol, unknown>)[displaySymbol];
  return typeof method === "function" ? (method as () => unknown) : undefined;
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === "function";
}

/** @throws {TypeError} when what the display method gave is no bundle */
function complete(bundle: unknown, value: unknown): MimeBundle {
  if (bundle === null || typeof bundle !== "object" || Array.isArray(bundle)) {
    throw new TypeError(
      `Symbol.for("Jupyter.display"): expected an object of media types, as { "text/html": "…" }, got ${toText(bundle)}.`,
    );
  }
  const encoded = Object.fromEntries(
    Object.entries(bundle).map(([type, content]) => [
      type,
      content instanceof Uint8Array ? Buffer.from(content).toString("base64") : content,
    ]),
  );
  return "text/plain" in encoded ? encoded : { ...encoded, "text/plain": toText(value) };
}

/** Media that can be told from the value itself: the bytes of images, and plain Vega and Vega-Lite specifications. */
function mediaOf(value: unknown): MimeBundle | undefined {
  if (value instanceof Uint8Array) {
    const type = imageTypeOf(value);
    if (!type) return undefined;
    return {
      [type]: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64"),
      "text/plain": `[${type}, ${value.byteLength} bytes]`,
    };
  }
  if (value !== null && typeof value === "object") {
    let schema: unknown;
    try {
      schema = (value as { $schema?: unknown }).$schema;
    } catch {
      return undefined;
    }
    const match = typeof schema === "string" ? /\/schema\/(vega|vega-lite)\/v(\d+)/.exec(schema) : null;
    if (match)
      return { [`application/vnd.${match[1] === "vega" ? "vega" : "vegalite"}.v${match[2]}+json`]: value };
  }
  return undefined;
}

function imageTypeOf(bytes: Uint8Array): string | undefined {
  const starts = (...signature: number[]): boolean => signature.every((byte, i) => bytes[i] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  if (starts(0xff, 0xd8, 0xff)) return "image/jpeg";
  if (starts(0x47, 0x49, 0x46, 0x38)) return "image/gif";
  if (starts(0x52, 0x49, 0x46, 0x46) && bytes[8] === 0x57 && bytes[9] === 0x45 && bytes[10] === 0x42)
    return "image/webp";
  return undefined;
}
