import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { exportNotebook } from "../../kernel/export/index.ts";
import { browserMissing, launchBrowser } from "../environment/browser.ts";
import { complaintsOf } from "../environment/complaints.ts";
import { showcase } from "../kernel/export/showcase.ts";

// The exported page as a colleague gets it: a file, opened in a real browser, with no network.

const missing = browserMissing();
const screenshots = process.env["ROUX_SCREENSHOTS"];

describe.skipIf(missing)(`exported page${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let folder: string;
  let address: string;
  let browser: Browser;
  let page: Page;
  /** Everything the browser complained about or asked for. */
  let complaints: string[];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "roux-page-"));
    const file = path.join(folder, "page.html");
    await writeFile(file, exportNotebook(showcase()));
    address = pathToFileURL(file).href;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  async function open(options: { dark?: boolean; width?: number; name: string }): Promise<void> {
    page = await browser.newPage({
      viewport: { width: options.width ?? 1280, height: 900 },
      colorScheme: options.dark ? "dark" : "light",
    });
    complaints = await complaintsOf(page, address);
    await page.goto(address);
    await page.waitForSelector("html[data-charts=drawn]", { timeout: 30_000 });
    await page.waitForFunction(() =>
      Array.from(document.querySelectorAll<HTMLElement>("iframe.frame")).every(
        (frame) => frame.style.height !== "",
      ),
    );
    if (screenshots)
      await page.screenshot({ path: path.join(screenshots, `page-${options.name}.png`), fullPage: true });
  }
  afterEach(async () => page?.close());

  test("draws its charts, asks no network for anything, breaks no policy, complains about nothing", async () => {
    await open({ name: "light" });
    expect(await page.locator(".chart.live svg").count()).toBe(2);
    expect(await page.locator("[data-failed]").count()).toBe(0);
    expect(await page.locator(".chart.live svg path").count()).toBeGreaterThan(10);
    expect(complaints).toEqual([]);
  });

  test("runs nothing that a notebook brings", async () => {
    await open({ name: "hostile" });
    await page.locator("text=kept").first().click();
    expect(await page.evaluate(() => (globalThis as { pwned?: unknown }).pwned)).toBeUndefined();
    // The text of the attempts is still there to read.
    expect(await page.locator(".chart.paper svg").textContent()).toContain("window.pwned = 'title'");
    expect(await page.locator("code.hljs").last().textContent()).toContain('window.pwned = "source"');
    // Styles of an output stay in its frame.
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      "rgb(255, 255, 255)",
    );
    expect(complaints).toEqual([]);
  });

  test("a frame is as tall as what is in it", async () => {
    await open({ name: "frame" });
    const [outer, inner] = await page.evaluate(() => {
      const frame = document.querySelector<HTMLIFrameElement>("iframe.frame")!;
      return [frame.clientHeight, frame.contentDocument!.documentElement.scrollHeight];
    });
    expect(outer).toBeGreaterThanOrEqual(inner);
    expect(outer).toBeLessThan(inner + 10);
    expect(await page.frames()[1]!.locator("rect").count()).toBe(1);
  });

  test("is dark where the reader's system is, charts included, and can be switched", async () => {
    await open({ dark: true, name: "dark" });
    const colors = () =>
      page.evaluate(() => ({
        paper: getComputedStyle(document.body).backgroundColor,
        ink: getComputedStyle(document.body).color,
        label: getComputedStyle(document.querySelector(".chart.live:not(.paper) .role-axis-label text")!)
          .fill,
      }));
    const dark = await colors();
    expect(dark).toEqual({
      paper: "rgb(20, 22, 26)",
      ink: "rgb(226, 228, 232)",
      label: "rgb(226, 228, 232)",
    });
    await page.click("#roux-theme");
    const light = await colors();
    expect(light).toEqual({ paper: "rgb(255, 255, 255)", ink: "rgb(29, 31, 35)", label: "rgb(29, 31, 35)" });
    expect(complaints).toEqual([]);
  });

  test("fits a phone: nothing sticks out, wide charts are drawn narrower, the contents are folded", async () => {
    await open({ width: 390, name: "phone" });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const widths = await page
      .locator(".chart svg")
      .evaluateAll((charts) => charts.map((chart) => chart.clientWidth));
    expect(Math.max(...widths)).toBeLessThanOrEqual(390);
    expect(await page.locator("#roux-contents").getAttribute("open")).toBeNull();
    expect(complaints).toEqual([]);
  });

  test("folds its code, leads to its sections, names its parts for those who can't see them", async () => {
    await open({ name: "parts" });
    await page.click("#roux-code");
    expect(await page.locator("details.source[open]").count()).toBe(0);
    expect(await page.locator("#roux-code").textContent()).toBe("Show code");
    await page.click(".contents >> text=What went wrong");
    await page.waitForFunction(
      () => document.querySelector("#what-went-wrong")!.getBoundingClientRect().top < 200,
    );
    const unnamed = await page
      .locator("img:not([alt]), iframe:not([title]), button:not([aria-label]):empty")
      .count();
    expect(unnamed).toBe(0);
    expect(await page.locator("main").count()).toBe(1);
    expect(await page.locator('nav[aria-label="Contents"] a').count()).toBe(5);
    expect(await page.title()).toBe("Handwritten digits, a first pass");
  });
});
