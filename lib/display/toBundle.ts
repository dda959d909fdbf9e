import { inspect } from "node:util";

import { Html, html } from "./html.ts";
import { displaySymbol, isDisplayable } from "./mime.ts";
import type { MimeBundle } from "./mime.ts";
import { pngSize } from "./pngSize.ts";

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
    const picture = bundle[type];
    if (typeof picture !== "string") continue;
    const width = type === "image/png" ? pngSize(picture)?.width : undefined;
    return html`<img
      src="data:${type};base64,${picture}"
      alt="${text}"
      ${width === undefined ? null : html`width="${width}"`}
      style="max-width:100%"
    />`;
  }
  if (!text.includes("\n")) return html`<div>${text}</div>`;
  return html`<pre style="margin:0;white-space:pre-wrap;background:transparent">${text}</pre>`;
}
