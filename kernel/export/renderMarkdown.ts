import MarkdownIt from "markdown-it";

import { escapeHtml } from "./escape.ts";
import { highlight } from "./highlight.ts";
import { sanitizeHtml } from "./sanitizeHtml.ts";
import type { ImageResolver } from "./sanitizeHtml.ts";

/** A heading of the notebook, for the table of contents. */
export interface Heading {
  level: number;
  text: string;
  /** The id of its element: `#id` leads there. */
  id: string;
}

const markdown = new MarkdownIt({
  html: true,
  linkify: true,
  highlight: (code, language) => highlight(code, language || "text"),
});

// TeX between dollars stays as it is written: its `_` and `*` are no emphasis.
markdown.inline.ruler.before("escape", "math", (state, silent) => {
  if (state.src[state.pos] !== "$") return false;
  const match =
    /^\$\$([^$]+)\$\$/.exec(state.src.slice(state.pos)) ??
    /^\$(?![\s\d])([^$\n]*[^$\s\\])\$(?!\d)/.exec(state.src.slice(state.pos));
  if (!match) return false;
  if (!silent) {
    const token = state.push("html_inline", "", 0);
    token.content = `<span class="math">${escapeHtml(match[0])}</span>`;
  }
  state.pos += match[0].length;
  return true;
});

/** Markdown as safe HTML. Headings get ids that are unique in the page and are added to `headings`. */
export function renderMarkdown(source: string, headings: Heading[], resolveImage: ImageResolver): string {
  const tokens = markdown.parse(source, {});
  tokens.forEach((token, i) => {
    if (token.type === "heading_open") {
      const text = plainText(tokens[i + 1]?.children ?? []);
      const id = freeId(slug(text), headings);
      token.attrSet("id", id);
      headings.push({ level: Number(token.tag.slice(1)), text, id });
    }
    for (const child of token.children ?? []) {
      const href = child.type === "link_open" ? String(child.attrGet("href") ?? "") : "";
      if (href.startsWith("#")) child.attrSet("href", `#${slug(decode(href.slice(1)))}`);
    }
  });
  const { html } = sanitizeHtml(markdown.renderer.render(tokens, markdown.options, {}), resolveImage);
  return html
    .replaceAll(/<table\b/g, '<div class="table-scroll" tabindex="0"><table')
    .replaceAll("</table>", "</table></div>");
}

function plainText(tokens: { type: string; content: string }[]): string {
  return tokens
    .filter(
      ({ type }) => type === "text" || type === "code_inline" || type === "softbreak" || type === "image",
    )
    .map(({ type, content }) => (type === "softbreak" ? " " : content))
    .join("")
    .trim();
}

/** `Look at the data!` → `look-at-the-data` */
function slug(text: string): string {
  const words = text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "");
  return words === "" ? "section" : words.startsWith("roux-") ? `section-${words}` : words;
}

function freeId(id: string, headings: readonly Heading[]): string {
  let free = id;
  for (let copy = 2; headings.some((heading) => heading.id === free); copy++) free = `${id}-${copy}`;
  return free;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
