import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { sanitizeHtml } from "../../../kernel/export/sanitizeHtml.ts";

const clean = (html: string) => sanitizeHtml(html).html;

describe("sanitizeHtml", () => {
  test.each([
    ["<b>kept</b> &amp; text", "<b>kept</b> &amp; text"],
    ['<td style="text-align:right" colspan=2>1</td>', '<td style="text-align:right" colspan="2">1</td>'],
    ["<b><i>unclosed", "<b><i>unclosed</i></b>"],
    ["a</div></b>", "a"],
    ["<b>x<i>y</b>z</i>", "<b>x<i>y</i></b>z"],
    ["1 < 2 and 3 > 2", "1 &lt; 2 and 3 > 2"],
    ["<!-- <b> --><!doctype html><?php ?>x", "x"],
    ["<script>alert('</b>')</script>y", "y"],
    ["<SCRIPT src=x>a</sCrIpT >y", "y"],
    ["<script>never closed <b>", ""],
    ["<style>b{}</style><title><b></title>z", "z"],
    ["<svg><g><svg/></g><script>1</script></svg>z", "z"],
    ["<blink>words stay</blink>", "words stay"],
    ['<p onclick="x()" class="page" id="roux-theme" data-x=1>t</p>', "<p>t</p>"],
    [
      '<a href="https://a.example/?q=1&amp;r">x</a>',
      '<a href="https://a.example/?q=1&amp;r" rel="noopener noreferrer">x</a>',
    ],
    ["<a href=#below>x</a>", '<a href="#below">x</a>'],
    ["<a href=javascript:alert(1)>x</a>", "<a>x</a>"],
    ["<a href='java&#10;script&colon;alert(1)'>x</a>", "<a>x</a>"],
    ["<a href=data:text/html,x>x</a>", "<a>x</a>"],
    [
      "<img src=data:image/png;base64,AA== width=3>",
      '<img src="data:image/png;base64,AA==" alt="" width="3">',
    ],
    ["<img src=data:text/html,x alt=y>", "<em>[y]</em>"],
    [
      "<img src=https://a.example/b.png>",
      '<a href="https://a.example/b.png" rel="noopener noreferrer">https://a.example/b.png</a>',
    ],
    ['<p style="color:red;position:fixed;background:url(x);z-index:9">t</p>', '<p style="color:red">t</p>'],
    ['<p style="width:expression(1);--x:1;color:\\72 ed">t</p>', "<p>t</p>"],
    ["<br/><hr>", "<br><hr>"],
    ['<p title="&lt;b&gt;&quot;">t</p>', '<p title="&lt;b&gt;&quot;">t</p>'],
    ['<img src="x" title="<script>">', "<em>[x]</em>"],
    ['<b title="unfinished>x</b>', '&lt;b title="unfinished>x'],
    ["", ""],
  ])("%j → %j", (given, expected) => {
    expect(clean(given)).toBe(expected);
  });

  test("pictures that can be found become part of the page", () => {
    const resolve = (address: string) => (address === "a.png" ? "data:image/png;base64,AA==" : undefined);
    expect(sanitizeHtml("<img src=a.png alt=A>", resolve).html).toBe(
      '<img src="data:image/png;base64,AA==" alt="A">',
    );
  });

  test("says which elements it left out", () => {
    expect([...sanitizeHtml("<b>x</b><style></style><svg></svg>").removed]).toEqual(["style", "svg"]);
  });

  test("whatever is given, only allowed elements and attributes come out, balanced, and cleaning twice changes nothing", () => {
    const piece = fc.constantFrom(
      ..."< > </ <b <b> </b> <script> </script> <style> <svg> </svg> <img src= onerror=x > <a href= javascript:x \" ' = / --> <!-- <![CDATA[ ]]> &lt; &#60; <p style= text <table> <td> <textarea> <noscript> <math> <!x <? <template>".split(
        " ",
      ),
      " ",
      "\n",
      "\u0000",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const html = clean(pieces.join(""));
        const tags = Array.from(html.matchAll(/<(\/?)([a-z0-9]+)((?: [a-z-]+="[^"<>]*")*)>/g));
        // Every "<" belongs to a tag that we wrote.
        expect(html.split("<").length - 1).toBe(tags.length);
        const allowed = new Set(["b", "img", "a", "p", "table", "td", "em"]);
        expect(tags.filter(([, , name]) => !allowed.has(name!))).toEqual([]);
        expect(tags.filter(([, , , attributes]) => / on|javascript:/.test(attributes!))).toEqual([]);
        const open: string[] = [];
        const misplaced = tags.filter(([, slash, name]) => {
          if (slash) return open.pop() !== name;
          if (name !== "img") open.push(name!);
          return false;
        });
        expect(misplaced).toEqual([]);
        expect(open).toEqual([]);
        expect(clean(html)).toBe(html);
      }),
      { numRuns: 2000 },
    );
  });
});
