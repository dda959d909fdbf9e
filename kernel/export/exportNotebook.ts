import { createHash } from "node:crypto";

import { cellTitle, tagsOf } from "../notebook/index.ts";
import type { Cell, CodeCell, Notebook } from "../notebook/index.ts";
import { readAsset } from "./assets.ts";
import { escapeHtml, scriptJson } from "./escape.ts";
import { highlight } from "./highlight.ts";
import { localImages } from "./localImages.ts";
import { renderMarkdown } from "./renderMarkdown.ts";
import type { Heading } from "./renderMarkdown.ts";
import { renderOutput } from "./renderOutput.ts";
import type { PageContext } from "./renderOutput.ts";

export interface ExportOptions {
  /** Show the code. Default true; false leaves it out of the page altogether. */
  code?: boolean;
  /** Title where the notebook names none: it has no heading and no `title` in its metadata. Default `"Notebook"`. */
  title?: string;
  /** Folder that relative pictures in text cells are found in. Default: they are not looked for. */
  folder?: string;
}

/** The notebook as one HTML page that needs nothing else: styles, scripts, charts and pictures are in it, and its
 *  Content-Security-Policy lets it ask nothing of any network and run no script but its own two. */
export function exportNotebook(notebook: Notebook, options: ExportOptions = {}): string {
  const { code = true, title: fallback = "Notebook", folder } = options;
  const attachments = notebook.cells.flatMap((cell) =>
    "attachments" in cell && cell.attachments ? [cell.attachments] : [],
  );
  const context: PageContext = { headings: [], charts: [], resolveImage: localImages(folder, attachments) };
  const language = languageOf(notebook);
  let number = 0;
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type === "code") number++;
    return renderCell(cell, number, context, { code, language });
  });
  const title = titleOf(notebook, context.headings, fallback);
  const scripts = [...(context.charts.length > 0 ? [readAsset("charts.js")] : []), readAsset("page.js")];
  const hashes = scripts.map((script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  const policy = `default-src 'none'; script-src ${hashes.join(" ")}; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'`;
  const contents = tableOfContents(context.headings);
  const hasCode =
    code && notebook.cells.some(({ cell_type, source }) => cell_type === "code" && source.trim() !== "");
  const data = context.charts.map(
    (chart, i) => `<script type="application/json" id="roux-chart-${i}">${scriptJson(chart)}</script>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="roux">
<title>${escapeHtml(title)}</title>
<style>${readAsset("page.css")}</style>
</head>
<body>
<a class="skip" href="#roux-content">Skip to the content</a>
<header class="bar"><span class="bar-title">${escapeHtml(title)}</span><span class="tools">${
    hasCode ? `<button type="button" id="roux-code" aria-pressed="true" hidden>Hide code</button>` : ""
  }<button type="button" id="roux-theme" aria-label="Switch between light and dark" hidden><span aria-hidden="true">◐</span></button></span></header>
<div class="layout${contents ? " with-contents" : ""}">
${contents}
<main id="roux-content">
${cells.filter(Boolean).join("\n")}
</main>
</div>
<footer><p>${escapeHtml(madeWith(notebook))}</p></footer>
${data.join("\n")}
${scripts.map((script) => `<script>${script}</script>`).join("\n")}
</body>
</html>
`;
}

interface CellOptions {
  code: boolean;
  language: string;
}

function renderCell(cell: Cell, number: number, context: PageContext, options: CellOptions): string {
  if (tagsOf(cell).includes("remove-cell")) return "";
  if (cell.cell_type === "markdown") {
    return `<section class="cell prose">${renderMarkdown(cell.source, context.headings, context.resolveImage)}</section>`;
  }
  if (cell.cell_type === "raw") {
    return cell.source.trim() === ""
      ? ""
      : `<pre class="cell raw" tabindex="0">${escapeHtml(cell.source)}</pre>`;
  }
  const source =
    options.code && !tagsOf(cell).includes("remove-input") ? renderSource(cell, options.language) : "";
  const outputs = tagsOf(cell).includes("remove-output")
    ? []
    : cell.outputs.map((output) => renderOutput(output, context, `cell ${number}`)).filter(Boolean);
  if (source === "" && outputs.length === 0) return "";
  const shown =
    outputs.length > 0
      ? `<div class="outputs">${outputs.map((html) => `<div class="output">${html}</div>`).join("")}</div>`
      : "";
  return `<section class="cell code" aria-label="Cell ${number}">${source}${shown}</section>`;
}

function renderSource(cell: CodeCell, language: string): string {
  if (cell.source.trim() === "") return "";
  const { title, papermill, jupyter } = cell.metadata as {
    title?: unknown;
    papermill?: { duration?: unknown };
    jupyter?: { source_hidden?: unknown };
  };
  const duration = typeof papermill?.duration === "number" ? durationText(papermill.duration) : "";
  const named = typeof title === "string" ? " named" : "";
  const open = jupyter?.source_hidden === true ? "" : " open";
  return `<details class="source${named}"${open}><summary><span class="what">${escapeHtml(cellTitle(cell))}</span>${
    duration ? `<span class="time">${duration}</span>` : ""
  }</summary><pre tabindex="0"><code class="hljs">${highlight(cell.source, language)}</code></pre></details>`;
}

function languageOf({ metadata }: Notebook): string {
  const { language_info: info, kernelspec } = metadata as {
    language_info?: { name?: unknown };
    kernelspec?: { language?: unknown };
  };
  const name = info?.name ?? kernelspec?.language ?? "typescript";
  return typeof name === "string" ? name.toLowerCase() : "typescript";
}

function titleOf({ metadata }: Notebook, headings: readonly Heading[], fallback: string): string {
  const first = headings.find(({ level }) => level === 1) ?? headings[0];
  return first?.text || (typeof metadata.title === "string" && metadata.title) || fallback;
}

/** Headings of two levels below the title; none when there are fewer than three to choose from. */
function tableOfContents(headings: readonly Heading[]): string {
  const top = headings.filter(({ level }) => level === 1).length > 1 ? 1 : 2;
  const listed = headings.filter(({ level, text }) => level >= top && level <= top + 1 && text !== "");
  if (listed.length < 3) return "";
  const items = listed.map(
    ({ level, text, id }) =>
      `<li class="level-${level - top + 1}"><a href="#${escapeHtml(id)}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="contents" aria-label="Contents"><details id="roux-contents" open><summary>Contents</summary><ol>${items.join("")}</ol></details></nav>`;
}

function madeWith({ metadata }: Notebook): string {
  const run = metadata.papermill as { version?: unknown; end_time?: unknown; duration?: unknown } | undefined;
  const version = typeof run?.version === "string" && run.version.startsWith("roux ") ? run.version : "roux";
  const day = typeof run?.end_time === "string" ? run.end_time.slice(0, 10) : "";
  const took = typeof run?.duration === "number" ? ` in ${durationText(run.duration)}` : "";
  return `Made with ${version}${day ? `, run on ${day}${took}` : ""}.`;
}

/** `0.24 s`, `12 s`, `3 min 20 s` */
function durationText(seconds: number): string {
  if (seconds < 0.01) return "";
  if (seconds < 10) return `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
