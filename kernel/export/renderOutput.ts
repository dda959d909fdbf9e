import type { MimeBundle, Metadata, Output } from "../notebook/index.ts";
import { ansiToHtml } from "./ansiToHtml.ts";
import { escapeHtml } from "./escape.ts";
import { outputFrame } from "./outputFrame.ts";
import { chartMode, dataElsewhere, hasOwnBackground, prepareSpec } from "./prepareSpec.ts";
import { renderMarkdown } from "./renderMarkdown.ts";
import type { Heading } from "./renderMarkdown.ts";
import { sanitizeHtml } from "./sanitizeHtml.ts";
import type { ImageResolver } from "./sanitizeHtml.ts";

/** What the outputs of one page share. */
export interface PageContext {
  headings: Heading[];
  /** Specifications of the charts, in order; an element with `data-chart="0"` shows the first. */
  charts: { mode: "vega" | "vega-lite"; spec: Record<string, unknown> }[];
  resolveImage: ImageResolver;
}

/** One output of a cell as HTML.
 *  @param place what to call the output for those who can't see it: `cell 3` */
export function renderOutput(output: Output, context: PageContext, place: string): string {
  switch (output.output_type) {
    case "stream":
      return `<pre class="stream ${output.name}" tabindex="0">${ansiToHtml(output.text.replace(/\n$/, ""))}</pre>`;
    case "error": {
      const traceback = output.traceback.join("\n") || `${output.ename}: ${output.evalue}`;
      return `<div class="error" role="group" aria-label="${escapeHtml(output.ename || "Error")} in ${escapeHtml(place)}"><pre tabindex="0">${ansiToHtml(traceback)}</pre></div>`;
    }
    case "display_data":
    case "execute_result":
      return renderBundle(output.data, output.metadata, context, place);
    default:
      return output satisfies never;
  }
}

function renderBundle(data: MimeBundle, metadata: Metadata, context: PageContext, place: string): string {
  const plain = text(data["text/plain"]);
  const chartType = Object.keys(data).find(chartMode);
  if (chartType) {
    const spec = data[chartType];
    if (typeof spec === "object" && spec !== null && !Array.isArray(spec)) {
      return chart(spec as Record<string, unknown>, chartMode(chartType)!, data, metadata, context, place);
    }
  }
  const html = text(data["text/html"]);
  if (html !== undefined) return htmlOutput(html, context, place);
  const markdown = text(data["text/markdown"]);
  if (markdown !== undefined) {
    return `<div class="prose">${renderMarkdown(markdown, [], context.resolveImage)}</div>`;
  }
  const image = imageElement(data, metadata, describeOutput(data, plain, place));
  if (image) return `<figure class="image">${image}</figure>`;
  const latex = text(data["text/latex"]);
  if (latex !== undefined) return `<pre class="result" tabindex="0">${escapeHtml(latex)}</pre>`;
  if (plain !== undefined) return `<pre class="result" tabindex="0">${ansiToHtml(plain)}</pre>`;
  const [type, content] = Object.entries(data)[0] ?? [];
  if (type === undefined) return "";
  const written = typeof content === "string" ? content : JSON.stringify(content, null, 2);
  return `<details class="data"><summary>${escapeHtml(type)}</summary><pre tabindex="0">${escapeHtml(written)}</pre></details>`;
}

/** Elements that need rules of their own; with any of them the output goes into a frame. */
const drawn = new Set(["style", "svg", "math", "canvas", "link"]);

function htmlOutput(html: string, context: PageContext, place: string): string {
  const { html: safe, removed } = sanitizeHtml(html, context.resolveImage);
  if ([...removed].some((name) => drawn.has(name))) return outputFrame(html, `Output of ${place}`);
  return `<div class="html" tabindex="0">${safe}</div>`;
}

function chart(
  spec: Record<string, unknown>,
  mode: "vega" | "vega-lite",
  data: MimeBundle,
  metadata: Metadata,
  context: PageContext,
  place: string,
): string {
  const alt = chartTitle(spec) ?? `Chart of ${place}`;
  // Seen until the chart is drawn, and where it can't be.
  const still = imageElement(data, metadata, alt) ?? `<p class="quiet">${escapeHtml(alt)}</p>`;
  const elsewhere = dataElsewhere(spec);
  if (elsewhere !== undefined) {
    return `<figure class="image">${still}<figcaption class="quiet">The data of this chart is not in the page: ${escapeHtml(elsewhere.slice(0, 200))}</figcaption></figure>`;
  }
  const prepared = prepareSpec(spec, mode);
  const index = context.charts.push({ mode, spec: prepared }) - 1;
  const paper = hasOwnBackground(prepared) ? " paper" : "";
  return `<figure class="chart${paper}" data-chart="${index}" role="img" aria-label="${escapeHtml(alt)}">${still}</figure>`;
}

function chartTitle(spec: Record<string, unknown>): string | undefined {
  const { title, description } = spec;
  if (typeof description === "string" && description) return description;
  const words = typeof title === "object" && title !== null && "text" in title ? title.text : title;
  if (typeof words === "string" && words) return words;
  return Array.isArray(words) ? words.join(" ") : undefined;
}

const pictures = ["image/png", "image/jpeg", "image/webp", "image/gif"];

function imageElement(data: MimeBundle, metadata: Metadata, alt: string): string | undefined {
  const svg = text(data["image/svg+xml"]);
  const type = pictures.find((type) => typeof data[type] === "string");
  const content = type ? (data[type] as string).replaceAll(/\s/g, "") : undefined;
  const source =
    content !== undefined && /^[A-Za-z0-9+/]+=*$/.test(content)
      ? `data:${type};base64,${content}`
      : svg === undefined
        ? undefined
        : `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  if (source === undefined) return undefined;
  const size = metadata[type ?? "image/svg+xml"] as { width?: unknown; height?: unknown } | undefined;
  const pixels = (name: "width" | "height") =>
    typeof size?.[name] === "number" ? ` ${name}="${Math.round(size[name])}"` : "";
  return `<img src="${source}" alt="${escapeHtml(alt)}"${pixels("width")}${pixels("height")}>`;
}

function describeOutput(data: MimeBundle, plain: string | undefined, place: string): string {
  const words = text(data["text/alt"]) ?? plain;
  return words === undefined || words === "" || words.length > 300 ? `Image of ${place}` : words;
}

function text(content: unknown): string | undefined {
  return typeof content === "string" ? content : undefined;
}
