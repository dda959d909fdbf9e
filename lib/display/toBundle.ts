import { inspect } from "node:util";

import { escapeHtml, Html } from "./html.ts";
import { displaySymbol, isDisplayable } from "./mime.ts";
import type { MimeBundle } from "./mime.ts";

/** The MIME bundle of any value: its own when it knows how it looks, text otherwise. Always has a `text/plain`. */
export async function toBundle(value: unknown): Promise<MimeBundle> {
  if (value instanceof Html) return { "text/plain": value.text, "text/html": value.source };
  if (isDisplayable(value)) {
    const bundle = await value[displaySymbol]();
    return "text/plain" in bundle ? bundle : { "text/plain": inspect(value), ...bundle };
  }
  return { "text/plain": typeof value === "string" ? value : inspect(value) };
}

/** A bundle as HTML that needs no script, to stand inside a card or a report: its HTML, else its picture, else its text. */
export function bundleToHtml(bundle: MimeBundle): Html {
  const plain = bundle["text/plain"];
  const text = typeof plain === "string" ? plain : "";
  if (typeof bundle["text/html"] === "string") return new Html(bundle["text/html"]);
  for (const type of ["image/png", "image/jpeg"]) {
    if (typeof bundle[type] !== "string") continue;
    return new Html(
      `<img src="data:${type};base64,${bundle[type]}" alt="${escapeHtml(text)}" style="max-width:100%">`,
    );
  }
  return new Html(
    `<pre style="margin:0;white-space:pre-wrap;background:transparent;color:inherit">${escapeHtml(text)}</pre>`,
  );
}
