import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser, browserMissing } from "../environment/browser.ts";
import { pythonMissing } from "../environment/python.ts";

// The first notebook in a real JupyterLab 4 with the real kernel, in a real browser: what `npm run lab` gives.

const root = path.resolve(import.meta.dirname, "../..");
const roux = path.join(root, "dist/kernel/cli/main.js");
const missing = browserMissing() ?? pythonMissing();
const screenshots = process.env["ROUX_SCREENSHOTS"];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.skipIf(missing)(`JupyterLab${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let folder: string;
  let lab: ChildProcess;
  let log = "";
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "roux-lab-"));
    const notebook = path.join(folder, "01-digits.ipynb");
    execFileSync(process.execPath, [roux, "convert", path.join(root, "notebooks/01-digits.ts"), notebook]);
    const port = await freePort();
    const options = [
      "--no-browser",
      `--port=${port}`,
      "--ServerApp.ip=127.0.0.1",
      "--IdentityProvider.token=test",
      "--LabApp.expose_app_in_browser=True",
      "--ServerApp.allow_root=True",
    ];
    // All cells in the document, also those that are not on the screen.
    const settings = path.join(folder, "settings");
    mkdirSync(path.join(settings, "@jupyterlab/notebook-extension"), { recursive: true });
    writeFileSync(
      path.join(settings, "@jupyterlab/notebook-extension/tracker.jupyterlab-settings"),
      JSON.stringify({ windowingMode: "none" }),
    );
    lab = spawn(process.execPath, [roux, "lab", ...options], {
      cwd: folder,
      detached: true,
      env: { ...process.env, JUPYTERLAB_SETTINGS_DIR: settings },
    });
    lab.stdout?.on("data", (text) => (log += text));
    lab.stderr?.on("data", (text) => (log += text));
    const address = `http://127.0.0.1:${port}`;
    for (;;) {
      const answer = await fetch(`${address}/api?token=test`).catch(() => undefined);
      if (answer?.ok) break;
      if (lab.exitCode !== null) throw new Error(`roux lab ended with ${lab.exitCode}:\n${log}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 2400 } });
    await page.goto(`${address}/lab/tree/01-digits.ipynb?token=test`);
    await page.waitForSelector(".jp-NotebookPanel .jp-Cell", { timeout: 120_000 });
  }, 600_000);

  afterAll(async () => {
    if (screenshots) await page?.screenshot({ path: path.join(screenshots, "lab.png") });
    await browser?.close();
    if (lab?.pid !== undefined) process.kill(-lab.pid, "SIGKILL");
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  test("runs notebook 01 from the first cell to the last without an error", async () => {
    await page.evaluate(async () => {
      const app = (globalThis as unknown as { jupyterapp: JupyterApp }).jupyterapp;
      const { sessionContext } = app.shell.currentWidget;
      await sessionContext.ready;
      await sessionContext.session.kernel.info;
      await app.commands.execute("notebook:run-all-cells");
      interface JupyterApp {
        commands: { execute(command: string): Promise<unknown> };
        shell: {
          currentWidget: {
            sessionContext: { ready: Promise<void>; session: { kernel: { info: Promise<unknown> } } };
          };
        };
      }
    });
    expect(await page.textContent(".jp-NotebookPanel-toolbar")).toContain("TypeScript (roux)");
    // A cell that has run shows its number, one that waits or runs a star.
    await page.waitForFunction(
      () => {
        const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].map(
          (p) => p.textContent,
        );
        return prompts.length > 5 && prompts.every((prompt) => /\[\d+\]/.test(prompt ?? ""));
      },
      undefined,
      { timeout: 300_000 },
    );
    const errors = await page.$$eval('[data-mime-type="application/vnd.jupyter.error"]', (nodes) =>
      nodes.map((node) => node.textContent),
    );

    expect(errors).toEqual([]);
  }, 500_000);

  test("shows live charts and pictures", async () => {
    expect(await page.locator(".jp-RenderedVegaCommon5 :is(svg, canvas)").count()).toBeGreaterThan(1);
    expect(await page.locator(".jp-OutputArea-output img").count()).toBeGreaterThan(1);
  });
});
