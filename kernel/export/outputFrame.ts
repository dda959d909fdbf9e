import { escapeHtml } from "./escape.ts";
import { htmlTokens } from "./htmlTokens.ts";

/** HTML that brings its own styles or drawings can't stand in the page (its rules would reach everything), so it gets a
 *  frame. `sandbox` without `allow-scripts` runs nothing in it; `allow-same-origin` lets the page (whose own script is
 *  named by hash) measure how tall the content is. The frame inherits the page's Content-Security-Policy: no network. */
export function outputFrame(html: string, title: string): string {
  const document = `<!doctype html><meta charset="utf-8"><style>html{color-scheme:light dark}body{margin:0;overflow-y:hidden;font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",sans-serif}table{border-collapse:collapse}th,td{padding:3px 10px}</style>${withoutScripts(html)}`;
  return `<iframe class="frame" sandbox="allow-same-origin" title="${escapeHtml(title)}" srcdoc="${escapeHtml(document)}"></iframe>`;
}

const dropped = new Set(["script", "iframe", "object", "embed", "meta", "link", "base", "noscript"]);

/** The sandbox already runs none of it; leaving it out keeps the browser from complaining about each. */
function withoutScripts(html: string): string {
  let out = "";
  let skipping: string | undefined;
  for (const token of htmlTokens(html)) {
    if (skipping !== undefined) {
      if (token.kind === "close" && token.name === skipping) skipping = undefined;
    } else if (token.kind === "text") out += token.source;
    else if (token.kind === "close") {
      if (!dropped.has(token.name)) out += `</${token.name}>`;
    } else if (dropped.has(token.name)) {
      if (!token.selfClosing && !/^(meta|link|base|embed)$/.test(token.name)) skipping = token.name;
    } else {
      const attributes = token.attributes
        .filter(([name, value]) => !name.startsWith("on") && !isForeign(name, value))
        .map(([name, value]) => ` ${name}="${escapeHtml(value)}"`);
      out += `<${token.name}${attributes.join("")}${token.selfClosing ? "/" : ""}>`;
    }
  }
  return out;
}

function isForeign(name: string, value: string): boolean {
  return (
    /^(src|srcset|href|xlink:href|poster|action|formaction)$/.test(name) &&
    !/^\s*(#|data:image\/)/i.test(value)
  );
}
