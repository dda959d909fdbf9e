import { describe, expect, test } from "vitest";

import { ansiToHtml } from "../../../kernel/export/ansiToHtml.ts";
import { escapeHtml, scriptJson } from "../../../kernel/export/escape.ts";
import { highlight } from "../../../kernel/export/highlight.ts";
import { dataElsewhere, prepareSpec } from "../../../kernel/export/prepareSpec.ts";
import { renderMarkdown } from "../../../kernel/export/renderMarkdown.ts";
import type { Heading } from "../../../kernel/export/renderMarkdown.ts";

describe("ansiToHtml", () => {
  test.each([
    ["plain <b>", "plain &lt;b&gt;"],
    ["\u001b[31mred\u001b[39m not", '<span class="ansi-red">red</span> not'],
    ["\u001b[1;92mboth\u001b[0m", '<span class="ansi-bright-green ansi-bold">both</span>'],
    ["\u001b[38;5;196mcube", '<span style="color:rgb(255,0,0)">cube</span>'],
    ["\u001b[38;5;9mname", '<span class="ansi-bright-red">name</span>'],
    ["\u001b[48;2;1;2;300mtrue", '<span style="background-color:rgb(1,2,255)">true</span>'],
    ["\u001b[31;47;7mturned", '<span class="ansi-white ansi-bg-red">turned</span>'],
    ["\u001b[4m\u001b[24mnot", "not"],
    ["\u001b[2K\u001b[1Gmoved\u001b]0;title\u0007", "moved"],
    ["10%\r50%\r100%\nend", "100%\nend"],
    ["a\r\nb", "a\nb"],
    ["", ""],
  ])("%j", (text, html) => {
    expect(ansiToHtml(text)).toBe(html);
  });
});

test("JSON in a script element can neither end it nor start a comment, and reads back the same", () => {
  const value = { a: "</script><!--<script>]]>\u2028\u2029&", n: [1, null] };
  expect(scriptJson(value)).not.toMatch(/[<>&\u2028\u2029]/);
  expect(JSON.parse(scriptJson(value))).toEqual(value);
});

test("escapeHtml", () => {
  expect(escapeHtml(`<a href="x">'&'</a>`)).toBe("&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
});

test("highlight: parts of TypeScript get classes, unknown languages stay plain", () => {
  expect(highlight("const a = 1;", "typescript")).toBe(
    '<span class="hljs-keyword">const</span> a = <span class="hljs-number">1</span>;',
  );
  expect(highlight("<x>", "klingon")).toBe("&lt;x&gt;");
});

describe("renderMarkdown", () => {
  const render = (source: string, headings: Heading[] = []) =>
    renderMarkdown(source, headings, () => undefined).trim();

  test("headings get ids of their own, links inside the page lead to them", () => {
    const headings: Heading[] = [];
    expect(render("# Über *uns*\n\n## A\n\n## A\n\n[x](#%C3%9Cber-uns)", headings)).toBe(
      '<h1 id="über-uns">Über <em>uns</em></h1>\n<h2 id="a">A</h2>\n<h2 id="a-2">A</h2>\n<p><a href="#%C3%BCber-uns">x</a></p>'.replace(
        "#%C3%BCber-uns",
        "#über-uns",
      ),
    );
    expect(headings).toEqual([
      { level: 1, text: "Über uns", id: "über-uns" },
      { level: 2, text: "A", id: "a" },
      { level: 2, text: "A", id: "a-2" },
    ]);
    expect(render("# roux-theme")).toContain('id="section-roux-theme"');
  });

  test("TeX stays as it is written; dollars in prose are dollars", () => {
    expect(render("$a_1 * b_2 * c < d$")).toBe('<p><span class="math">$a_1 * b_2 * c &lt; d$</span></p>');
    expect(render("from $5 to $10")).toBe("<p>from $5 to $10</p>");
  });

  test("HTML in it is made safe, wide tables scroll by themselves", () => {
    expect(render("a <script>x</script> <b>b</b>")).toBe("<p>a  <b>b</b></p>");
    expect(render("|a|\n|-|\n|1|")).toMatch(
      /^<div class="table-scroll" tabindex="0"><table>[^]*<\/table><\/div>$/,
    );
  });
});

describe("prepareSpec", () => {
  test("names the version in the page, drops embedding options, writes in the page's ink, leaves the original alone", () => {
    const spec = {
      $schema: "https://vega.github.io/schema/vega-lite/v5.json",
      usermeta: { embedOptions: { ast: false } },
      mark: "bar",
      config: { axis: { labelColor: "#7a7a7a", labelFontSize: 11 }, background: "transparent" },
    };
    const before = structuredClone(spec);
    const prepared = prepareSpec(spec, "vega-lite");
    expect(spec).toEqual(before);
    expect(prepared).toMatchObject({
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      background: "transparent",
      mark: "bar",
      config: { axis: { labelColor: "currentColor", labelFontSize: 11 }, title: { color: "currentColor" } },
    });
    expect(prepared).not.toHaveProperty("usermeta");
  });

  test("a plot with a background of its own keeps its colours", () => {
    expect(
      prepareSpec({ mark: "bar", background: "#fff", config: { text: { color: "red" } } }, "vega-lite"),
    ).toEqual({
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      mark: "bar",
      background: "#fff",
      config: { text: { color: "red" } },
    });
  });

  test.each([
    [{ data: { values: [{ url: "x" }] } }, undefined],
    [{ data: { url: "https://a.example/b.csv" } }, "https://a.example/b.csv"],
    [{ hconcat: [{ layer: [{ data: { url: "b.csv" } }] }] }, "b.csv"],
    [{ data: [{ name: "t", url: "c.json" }] }, "c.json"],
    [{ data: { url: "data:text/csv,a" } }, undefined],
    [{ transform: [{ lookup: "a", from: { data: { url: "d.csv" } } }] }, "d.csv"],
  ])("data elsewhere: %j → %s", (spec, url) => {
    expect(dataElsewhere(spec)).toBe(url);
  });
});
