import { escapeHtml } from "./escape.ts";
import { htmlTokens } from "./htmlTokens.ts";

/** Makes an image that the page can hold out of an address in the notebook; `undefined` when there is none. */
export type ImageResolver = (address: string) => string | undefined;

export interface SanitizedHtml {
  html: string;
  /** Names of the elements that were left out. */
  removed: Set<string>;
}

const allowed = new Set(
  (
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 " +
    "h5 h6 hr i img ins kbd li mark meter ol p pre progress q rp rt ruby s samp section small span strong sub summary sup table " +
    "tbody td tfoot th thead time tr u ul var wbr center font"
  ).split(" "),
);
const empty = new Set(["br", "col", "hr", "img", "wbr"]);
/** Left out with all that is in them; of other unknown elements only the tags are. */
const dropped = new Set(
  "script style iframe object embed noscript template svg math title textarea select xmp noembed noframes plaintext audio video canvas head link meta base".split(
    " ",
  ),
);

const attributes = new Set(
  "abbr align alt aria-label aria-hidden aria-valuemax aria-valuemin aria-valuenow border cellpadding cellspacing char color cols colspan dir headers height high label lang low max min open optimum role rowspan rows scope size span start summary title type valign value width".split(
    " ",
  ),
);

/** HTML from a notebook, made safe to stand in the page itself: an allow-list of elements, attributes and CSS (as
 *  Jupyter's sanitiser has it), always balanced. The page's Content-Security-Policy forbids scripts and network besides. */
export function sanitizeHtml(html: string, resolveImage: ImageResolver = () => undefined): SanitizedHtml {
  const removed = new Set<string>();
  const open: string[] = [];
  let out = "";
  let skipping: { name: string; depth: number } | undefined;
  for (const token of htmlTokens(html)) {
    if (skipping) {
      if (token.kind === "open" && token.name === skipping.name && !token.selfClosing) skipping.depth++;
      if (token.kind === "close" && token.name === skipping.name && --skipping.depth === 0)
        skipping = undefined;
      continue;
    }
    switch (token.kind) {
      case "text":
        out += token.source;
        break;
      case "open": {
        const { name } = token;
        if (!allowed.has(name)) {
          removed.add(name);
          const isVoid = name === "link" || name === "meta" || name === "base" || name === "embed";
          if (dropped.has(name) && !isVoid && !token.selfClosing) skipping = { name, depth: 1 };
          break;
        }
        if (name === "img") {
          out += image(token.attributes, resolveImage);
          break;
        }
        out += `<${name}${writeAttributes(name, token.attributes)}>`;
        if (!empty.has(name)) open.push(name);
        break;
      }
      case "close": {
        const at = open.lastIndexOf(token.name);
        if (at < 0) break;
        while (open.length > at) out += `</${open.pop()}>`;
        break;
      }
      default:
        token satisfies never;
    }
  }
  while (open.length > 0) out += `</${open.pop()}>`;
  return { html: out, removed };
}

function writeAttributes(element: string, list: [string, string][]): string {
  let out = "";
  for (const [name, value] of list) {
    if (attributes.has(name) && !(name === "type" && !/^(ol|ul|li)$/.test(element)))
      out += ` ${name}="${escapeHtml(value)}"`;
    else if (name === "style") {
      const style = safeStyle(value);
      if (style) out += ` style="${escapeHtml(style)}"`;
    } else if (name === "class" && /^(?:hljs[\w-]*|language-[\w-]+|math|table-scroll|\s)+$/.test(value)) {
      out += ` class="${escapeHtml(value)}"`;
    } else if (name === "id" && /^(?!roux-)[\p{L}\p{N}_.-]+$/u.test(value))
      out += ` id="${escapeHtml(value)}"`;
    else if (name === "href" && element === "a") {
      const href = safeLink(value);
      if (href !== undefined)
        out += ` href="${escapeHtml(href)}"${href.startsWith("#") ? "" : ' rel="noopener noreferrer"'}`;
    }
  }
  return out;
}

function image(list: [string, string][], resolveImage: ImageResolver): string {
  const source = list.find(([name]) => name === "src")?.[1] ?? "";
  const alt = list.find(([name]) => name === "alt")?.[1] ?? "";
  const rest = writeAttributes(
    "img",
    list.filter(([name]) => name !== "alt"),
  );
  const address = isImageData(source) ? source : resolveImage(source);
  if (address !== undefined) return `<img src="${escapeHtml(address)}" alt="${escapeHtml(alt)}"${rest}>`;
  const link = safeLink(source);
  const label = escapeHtml(alt || source.slice(0, 80) || "image");
  // The page asks nothing of any network: a picture elsewhere is a link to it.
  return link && /^https?:/i.test(link)
    ? `<a href="${escapeHtml(link)}" rel="noopener noreferrer">${label}</a>`
    : `<em>[${label}]</em>`;
}

export function isImageData(address: string): boolean {
  return /^data:image\/(?:png|jpeg|gif|webp|avif|bmp|svg\+xml)[;,]/i.test(address.trim());
}

/** Web addresses, mail, places in this page, and files beside it; nothing that runs. */
function safeLink(address: string): string | undefined {
  // oxlint-disable-next-line no-control-regex -- browsers ignore control characters inside a scheme
  const compact = address.replace(/[\u0000-\u0020\u007f]/g, "");
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(compact)?.[1]?.toLowerCase();
  return scheme === undefined || scheme === "http" || scheme === "https" || scheme === "mailto"
    ? address.trim()
    : undefined;
}

/** CSS declarations that stay where they are: none that load, float over the page, or hide in escapes. */
function safeStyle(style: string): string {
  return style
    .split(";")
    .map((declaration) => declaration.trim())
    .filter((declaration) => {
      const match = /^(--|)([a-z-]+)\s*:\s*([^]+)$/i.exec(declaration);
      if (!match || match[1]) return false;
      const property = match[2]!.toLowerCase();
      const value = match[3]!.toLowerCase();
      if (/url\s*\(|image-set|expression|[\\<>@{}]|\/\*/.test(value)) return false;
      if (
        /^(behavior|-moz-binding|content|z-index|cursor|pointer-events|animation|transition)/.test(property)
      )
        return false;
      return property !== "position" || /^(static|relative)$/.test(value.trim());
    })
    .join(";");
}
