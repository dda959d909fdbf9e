import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readNotebook, tagsOf } from "../../kernel/notebook/index.ts";
import type { CodeCell, Notebook } from "../../kernel/notebook/index.ts";
import { engine } from "../../lib/index.ts";
import { browserMissing, launchBrowser } from "../environment/browser.ts";
import { complaintsOf } from "../environment/complaints.ts";

// The first notebook as `npm start` runs it, on the real digits, and what it promises: every cell runs, the goal is
// reached, the page opens with live charts.

const root = path.resolve(import.meta.dirname, "../..");
const screenshots = process.env["ROUX_SCREENSHOTS"];
const native = (await engine.ready()).name === "tensorflow";

describe("notebook 01, handwritten digits", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "roux-digits-"));
  const page = path.join(folder, "01-digits.html");
  let notebook: Notebook;
  let cells: CodeCell[];

  beforeAll(async () => {
    const file = path.join(folder, "01-digits.ipynb");
    const source = path.join(root, "notebooks/01-digits.ts");
    const command = path.join(root, "dist/kernel/cli/main.js");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [command, "run", source, "-o", file, "--html", page],
      { encoding: "utf8" },
    );
    if (status !== 0) throw new Error(`roux run ended with ${status}:\n${stdout}${stderr}`);
    notebook = await readNotebook(file);
    cells = notebook.cells.filter((cell): cell is CodeCell => cell.cell_type === "code");
  }, 900_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const textOf = (cell: CodeCell | undefined): string =>
    (cell?.outputs ?? [])
      .map((output) => ("data" in output ? ((output.data["text/plain"] as string | undefined) ?? "") : ""))
      .join("\n");

  test("every cell ran, in order, and nothing was printed to stderr", () => {
    expect(cells.map((cell) => cell.execution_count)).toEqual(cells.map((_, i) => i + 1));
    const outputs = cells.flatMap((cell) => cell.outputs);
    expect(outputs.filter((output) => output.output_type === "error")).toEqual([]);
    expect(outputs.filter((output) => output.output_type === "stream" && output.name === "stderr")).toEqual(
      [],
    );
  });

  test("the convnet passes 99.0 % on the 10,000 test digits", () => {
    const judged = textOf(cells.find((cell) => cell.source.includes("evaluate.judge")));
    const [, percent, count] = /accuracy ([\d.]+) %.*?([\d,]+) examples/s.exec(judged) ?? [];
    expect(count).toBe("10,000");
    expect(Number(percent)).toBeGreaterThan(native ? 99 : 95);
  });

  test("its checks pass, and the table of verdicts says so", () => {
    const verdicts = textOf(cells.find((cell) => tagsOf(cell).includes("verdicts")));
    for (const check of ["checks.initialLoss", "checks.overfitBatch", "checks.inputIndependent"])
      expect(verdicts).toMatch(new RegExp(`pass\\s+${check.replace(".", "\\.")}`));
    expect(verdicts).not.toContain("fail");
  });

  test("each display stays below 300 KB, and the page below 2 MB", () => {
    for (const output of cells.flatMap((cell) => cell.outputs))
      expect(JSON.stringify(output).length).toBeLessThan(300_000);
    expect(statSync(page).size).toBeLessThan(2_000_000);
  });

  test("nothing of the machine that ran it is on the page", () => {
    expect(readFileSync(page, "utf8")).not.toContain(root);
  });

  const missing = browserMissing();
  test.skipIf(missing)(
    `the page opens with live charts and no complaint${missing ? ` (${missing})` : ""}`,
    async () => {
      const browser = await launchBrowser();
      try {
        for (const colorScheme of ["light", "dark"] as const) {
          const tab = await browser.newPage({ viewport: { width: 1200, height: 1000 }, colorScheme });
          const address = pathToFileURL(page).href;
          const complaints = await complaintsOf(tab, address);
          await tab.goto(address);
          await tab.waitForSelector("html[data-charts=drawn]", { timeout: 30_000 });
          expect(await tab.locator(".chart.live svg").count()).toBeGreaterThan(2);
          expect(await tab.locator("img").count()).toBeGreaterThan(3);
          if (screenshots)
            await tab.screenshot({
              path: path.join(screenshots, `digits-${colorScheme}.png`),
              fullPage: true,
            });
          expect(complaints).toEqual([]);
          await tab.close();
        }
      } finally {
        await browser.close();
      }
    },
  );
});
