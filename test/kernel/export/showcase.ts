import { rouxMetadata } from "../../../kernel/notebook/index.ts";
import type { Cell, MimeBundle, Notebook, Output } from "../../../kernel/notebook/index.ts";

/** A notebook with one of everything that a page shows, and with what tries to break out of it. */
export function showcase(): Notebook {
  let count = 0;
  const text = (source: string): Cell => ({ cell_type: "markdown", id: `m${++count}`, metadata: {}, source });
  const code = (source: string, outputs: Output[] = [], metadata = {}): Cell => ({
    cell_type: "code",
    id: `c${++count}`,
    metadata: { papermill: { duration: 1.234 }, ...metadata },
    source,
    execution_count: count,
    outputs,
  });
  const show = (data: MimeBundle, metadata = {}): Output => ({ output_type: "display_data", data, metadata });
  const epochs = Array.from({ length: 20 }, (_, epoch) => [
    { epoch, set: "training", loss: 2.3 * Math.exp(-epoch / 4) + 0.02 },
    { epoch, set: "validation", loss: 2.3 * Math.exp(-epoch / 4) + 0.09 + 0.004 * epoch },
  ]).flat();
  const curve = {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    title: "Loss by epoch",
    width: 620,
    height: 240,
    data: { values: epochs },
    mark: { type: "line", point: true, tooltip: true },
    encoding: {
      x: { field: "epoch", type: "quantitative" },
      y: { field: "loss", type: "quantitative", title: "loss (nats)" },
      color: { field: "set", type: "nominal" },
    },
  };
  const hostile = {
    ...curve,
    title: "</script><script>window.pwned = 'title'</script>",
    usermeta: { embedOptions: { ast: false, actions: true, loader: { baseURL: "https://example.invalid" } } },
    transform: [{ calculate: "datum.loss * 2", as: "double" }],
    background: "white",
  };
  const remote = { ...curve, title: "From elsewhere", data: { url: "https://example.invalid/data.csv" } };
  const table = `<table style="border-collapse:collapse"><caption style="text-align:left;font-weight:600">Baselines</caption><thead><tr style="border-bottom:2px solid rgba(127,127,127,0.35)"><th style="text-align:left">model</th><th style="text-align:right">accuracy</th><th style="text-align:right">seconds</th></tr></thead><tbody>${[
    ["majority", 0.1135, 0.01],
    ["nearest centroid", 0.8203, 0.21],
    ["logistic regression", 0.9256, 3.9],
  ]
    .map(
      ([name, accuracy, seconds]) =>
        `<tr style="border-bottom:1px solid rgba(127,127,127,0.35)"><td>${name}</td><td style="text-align:right">${accuracy}</td><td style="text-align:right">${seconds}</td></tr>`,
    )
    .join("")}</tbody></table>`;
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      ...rouxMetadata(),
      papermill: { version: "roux 0.1.0", end_time: "2026-11-21T05:00:00.000Z", duration: 84.2 },
    },
    cells: [
      text(
        "# Handwritten digits, a first pass\n\nWhat a **net** must beat before anyone trains it: `majority`, centroids, a line. " +
          "See the [recipe](https://karpathy.github.io/2019/04/25/recipe/) and [below](#What-went-wrong).\n\n> Look at the data first.\n\nThe loss is $-\\log p_{y_i}$, so a fresh net should give $\\log 10 \\approx 2.303$ nats.",
      ),
      code(
        'import { data, inspect } from "roux";\n\nconst digits = await data.digits(); // 70,000 images\ndigits.size',
        [
          {
            output_type: "execute_result",
            data: { "text/plain": "\u001b[33m70000\u001b[39m" },
            metadata: {},
            execution_count: 1,
          },
        ],
      ),
      text(
        "## Baselines\n\n| step | expect |\n|---|---|\n| look | no surprises |\n| baseline | > 90 % |\n\n```ts\nconst x: number = 1;\n```\n\n1. one\n2. two\n   - nested\n",
      ),
      code(
        "await models.baselines(training, { validation, goal });\nfor (const row of rows) {\n  console.log(`${row.name}: ${row.accuracy}`);\n}",
        [
          {
            output_type: "stream",
            name: "stdout",
            text: "1%\r50%\r100%\n\u001b[1;32mdone\u001b[0m in \u001b[38;5;208m3.9 s\u001b[0m\n",
          },
          show({ "text/html": table, "text/plain": "table" }),
          { output_type: "stream", name: "stderr", text: "wasm serves, without threads\n" },
        ],
        { title: "Simple models first" },
      ),
      text("## Training\n\nWatch the gap."),
      code("plot.line(run.history)", [
        show({
          "application/vnd.vegalite.v5+json": curve,
          "image/png": pixel,
          "text/plain": "Loss by epoch",
        }),
      ]),
      code("plot.hostile()", [
        show({ "application/vnd.vegalite.v5+json": hostile, "text/plain": "hostile" }),
        show({ "application/vnd.vegalite.v5+json": remote, "image/png": pixel, "text/plain": "remote" }),
      ]),
      code("images", [show({ "image/png": pixel }, { "image/png": { width: 96, height: 96 } })]),
      text("## What went wrong\n\n### An error that names what it wanted"),
      code("model.fit(inputs, labels)", [
        {
          output_type: "error",
          ename: "ShapeError",
          evalue: "fit: expected [batch, 784], got [batch, 28, 28].",
          traceback: [
            "\u001b[31mShapeError\u001b[39m: fit: expected [batch, 784], got [batch, 28, 28]. Flatten the images first.",
            "    at \u001b[36mcell 5\u001b[39m:1:7",
          ],
        },
      ]),
      text(
        "### What tries to get out\n\n<script>window.pwned = 'markdown'</script><img src=x onerror=\"window.pwned='img'\">\n\n[click](javascript:window.pwned=1) ![far](https://example.invalid/a.png)",
      ),
      code("'</script><script>window.pwned = \"source\"</script><!--'", [
        show({
          "text/html":
            '<div onclick="window.pwned=1" style="position:fixed;color:green;background:url(https://example.invalid/b.png)">kept <b>bold</b></div><script>window.pwned = \'html\'</script><img src="https://example.invalid/c.png"><iframe src=\'https://example.invalid/\'></iframe>',
        }),
        show({
          "text/html":
            "<style>body{background:#fee} .own{color:#b00;font-size:20px}</style><p class=own>styled by itself</p><svg width=120 height=40><rect width=120 height=40 fill=teal /></svg><script>parent.pwned='frame'</script><img src=x onerror=\"parent.pwned='frame image'\"><link rel=stylesheet href=https://example.invalid/d.css>",
        }),
        show({
          "image/svg+xml":
            "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='60'><script>window.pwned='svg'</script><circle cx='30' cy='30' r='28' fill='orange'/></svg>",
        }),
        show({ "application/json": { a: "</script>" } }),
      ]),
    ],
  };
}

/** 2 × 2 pixels: black, orange, teal, white. */
const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGNgYGB41qPBwNDQ8P//fwAZsAWYVtZwTgAAAABJRU5ErkJggg==";
