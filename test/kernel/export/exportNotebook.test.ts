import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { exportNotebook } from "../../../kernel/export/index.ts";
import { parsePercent } from "../../../kernel/notebook/index.ts";
import { showcase } from "./showcase.ts";

describe("exportNotebook", () => {
  test("the policy names exactly the page's scripts, and nothing that loads is in it", () => {
    const page = exportNotebook(showcase());
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!.replaceAll("&#39;", "'");
    const scripts = Array.from(page.matchAll(/<script>([^]*?)<\/script>/g), ([, source]) => source!);
    expect(scripts).toHaveLength(2);
    const hashes = scripts.map(
      (source) => `'sha256-${createHash("sha256").update(source).digest("base64")}'`,
    );
    expect(policy).toBe(
      `default-src 'none'; script-src ${hashes.join(" ")}; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'`,
    );
    const markup = page.replaceAll(/<script>[^]*?<\/script>/g, "");
    expect(
      markup.match(/<(?:link|iframe[^>]* src=|img[^>]* src="(?!data:)|script[^>]* src)[^>]*/),
    ).toBeNull();
  });

  test("the same notebook gives the same page", () => {
    expect(exportNotebook(showcase()) === exportNotebook(showcase())).toBe(true);
  });

  test.each([
    [0.24, "0.24 s"],
    [59.7, "1 min 0 s"],
    [119.6, "2 min 0 s"],
    [200, "3 min 20 s"],
  ])("%d seconds of a run are written %s", (duration, written) => {
    const notebook = parsePercent("// %%\n1 + 1");
    notebook.metadata.papermill = { end_time: "2026-11-21T05:00:00.000Z", duration };
    expect(exportNotebook(notebook)).toContain(`run on 2026-11-21 in ${written}.`);
  });

  test("a page without charts carries no chart library", () => {
    const page = exportNotebook(parsePercent("// %% [markdown]\n// # Short\n\n// %%\n1 + 1"));
    expect(page.length).toBeLessThan(60_000);
    expect(page).toContain("<title>Short</title>");
    expect(page).not.toContain('class="contents"');
  });

  test("--no-code leaves out every line of code, and cells that show nothing", () => {
    const page = exportNotebook(showcase(), { code: false });
    expect(page).not.toContain('<details class="source');
    expect(page).not.toContain("await data.digits");
    expect(page).toContain("nearest centroid");
    expect(page).not.toContain('id="roux-code"');
  });

  test("tags of nbconvert take out parts; the title falls back to metadata, then to the file's name", () => {
    const notebook = parsePercent(
      '// %% tags=["remove-cell"]\n"gone"\n// %% tags=["remove-input"]\n"hidden"\n// %%\n"seen"',
    );
    const page = exportNotebook(notebook, { title: "file-name" });
    expect(page).not.toContain("gone");
    expect(page).not.toContain("hidden<");
    expect(page).toContain("seen");
    expect(page).toContain("<title>file-name</title>");
    expect(exportNotebook({ ...notebook, metadata: { title: "From <metadata>" } })).toContain(
      "<title>From &lt;metadata&gt;</title>",
    );
  });

  test("pictures beside the notebook become part of the page, those outside its folder don't", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "roux-export-"));
    try {
      await writeFile(path.join(folder, "a b.png"), "picture");
      await writeFile(path.join(folder, "secret.txt"), "secret");
      const notebook = parsePercent(
        "// %% [markdown]\n// ![here](a%20b.png) ![up](../a.png) ![text](secret.txt) ![none](none.png)",
      );
      const page = exportNotebook(notebook, { folder });
      expect(page).toContain(
        `<img src="data:image/png;base64,${Buffer.from("picture").toString("base64")}" alt="here">`,
      );
      expect(page).toContain("<em>[up]</em> <em>[text]</em> <em>[none]</em>");
      expect(exportNotebook(notebook)).toContain("<em>[here]</em>");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test("an empty notebook is a page too", () => {
    expect(exportNotebook(parsePercent(""))).toContain('<main id="roux-content">');
  });
});
