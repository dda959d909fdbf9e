import { escapeHtml } from "../display/index.ts";
import type { Html } from "../display/index.ts";

/** The look of the saved page; light or dark as the reader's system. */
const css = `:root{color-scheme:light dark}
body{font:15px/1.55 system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;max-width:980px;margin:0 auto;padding:32px 20px 64px;background:#fff;color:#1f2328}
h1{font-size:27px;line-height:1.25;margin:0 0 8px}h2{font-size:19px;margin:36px 0 10px;padding-bottom:4px;border-bottom:1px solid rgba(127,127,127,0.35)}h3{font-size:15px;margin:20px 0 6px}
img{max-width:100%;height:auto}section{overflow-x:auto}pre{font:13px/1.5 ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}}
@media print{section{overflow:visible;break-inside:avoid-page}}`;

/** A whole page around a report: no scripts, nothing fetched, and a policy that says so to the browser. */
export function page(title: string, body: Html): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="generator" content="roux">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>${css}</style>
</head>
<body>
${body.source}
</body>
</html>
`;
}
