import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { checkResult, displaySymbol, table } from "../../../lib/display/index.ts";
import type { Verdict } from "../../../lib/display/index.ts";
import * as evaluate from "../../../lib/evaluate/index.ts";
import * as models from "../../../lib/models/index.ts";
import { line } from "../../../lib/plot/index.ts";
import * as report from "../../../lib/report/index.ts";
import * as train from "../../../lib/train/index.ts";
import { lostWhenSanitised } from "../display/sanitised.ts";
import { blobs } from "../models/problems.ts";

const check = (name: string, verdict: Verdict, message: string, advice?: string) =>
  checkResult({
    check: name,
    verdict,
    message,
    ...(advice ? { advice } : {}),
    evidence: { loss: 2.3 },
    elapsedMs: 1,
  });
const initial = check("checks.initialLoss", "pass", "The loss is 2.31.");
const splits = check("checks.splits", "warn", "12 near copies <b>.", "Drop them.");
const drift = check("checks.drift", "skip", "No test set.");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "report-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("report.verdicts", () => {
  it("is a short table in words, with the next step below what did not pass", () => {
    expect(String(report.verdicts([initial, splits, drift]))).toBe(
      [
        "✓ pass  checks.initialLoss  The loss is 2.31.",
        "! warn  checks.splits       12 near copies <b>.",
        "                            Next: Drop them.",
        "– skip  checks.drift        No test set.",
        "1 pass, 1 warn, 1 skip",
      ].join("\n"),
    );
  });

  it("is plain data", () => {
    expect(report.verdicts([splits])).toEqual({
      rows: [
        { check: "checks.splits", verdict: "warn", message: "12 near copies <b>.", advice: "Drop them." },
      ],
      counts: { pass: 0, warn: 1, fail: 0, skip: 0 },
    });
  });

  it("is HTML that untrusted notebooks keep", async () => {
    const page = String((await report.verdicts([initial, splits])[displaySymbol]())["text/html"]);
    expect(lostWhenSanitised(page)).toEqual([]);
    expect(page).toContain("12 near copies &lt;b&gt;.");
  });

  it("serves no checks, and refuses what is none", () => {
    expect(String(report.verdicts([]))).toBe("no checks");
    expect(() => report.verdicts([Promise.resolve(initial) as never])).toThrow(
      "report.verdicts: expected check results (with check, verdict and message), got object as number 1. A check that is still running must be awaited first.",
    );
  });
});

describe("report.create", () => {
  const curve = line(
    [
      { epoch: 1, loss: 2 },
      { epoch: 2, loss: 1 },
    ],
    { x: "epoch", y: "loss" },
  );
  const all = () =>
    report.create({
      title: "Digits & more",
      goal: { metric: "accuracy", atLeast: 0.99 },
      test: [splits],
      checks: [initial, splits],
      results: { Baselines: table([{ model: "linear", accuracy: 0.92 }]), "Learning curve": curve },
    });

  it("saves one page that needs nothing else", async () => {
    const file = await all().save(path.join(folder, "new", "page.html"));
    const page = await readFile(file, "utf8");
    expect(path.isAbsolute(file)).toBe(true);
    expect(await readdir(path.dirname(file))).toEqual(["page.html"]);
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain("<title>Digits &amp; more</title>");
    expect(page).toContain("default-src 'none'; img-src data:; style-src 'unsafe-inline'");
    expect(page).not.toMatch(/<script|https?:\/\//);
    for (const [, source] of page.matchAll(/(?:src|href)="([^"]{0,5})/g)) expect(source).toBe("data:");
    const headings = [...page.matchAll(/<h2>([^<]+)/g)].map(([, heading]) => heading);
    expect(headings).toEqual(["Goal", "On the test set", "Results", "Checks", "Verdicts"]);
    expect(page).toContain("accuracy at least 0.99");
    expect(page).toMatch(
      /<h3>Learning curve<\/h3>[\s\S]*<img\s+src="data:image\/png;base64,[^"]+"\s+alt="Line plot: [^"]*"\s+width="\d{3}"/,
    );
  });

  it("measures a run on the test set when given both, judges it by the goal, and draws its curves", async () => {
    const set = blobs({ seed: 1 });
    const net = models.mlp(set, { hidden: [8], seed: 2 });
    const run = await train.fit(net, set, { epochs: 2, seed: 1, learningRate: 0.01, display: false });
    const file = await report
      .create({ goal: evaluate.goal({ metric: "accuracy", atLeast: 0.3 }), run, test: set })
      .save(path.join(folder, "measured.html"));
    const page = await readFile(file, "utf8");
    expect(page).toContain("Goal: accuracy of at least 30.00 %");
    expect(page).toMatch(/<h2>Verdicts<\/h2>[\s\S]*evaluate\.judge/);
    // Loss, accuracy, confusion matrix.
    expect(page.match(/<img/g)).toHaveLength(3);
  });

  it("counts a result that stands in two sections once", () => {
    expect(all().verdicts.counts).toEqual({ pass: 1, warn: 1, fail: 0, skip: 0 });
  });

  it("shows the same in a notebook, without what is stripped there", async () => {
    const shown = String((await all()[displaySymbol]())["text/html"]);
    expect(shown).toContain("Learning curve");
    expect(lostWhenSanitised(shown)).toEqual([]);
    expect(Object.keys(all())).toEqual(["title", "sections", "verdicts"]);
    expect(String(all())).toContain("1 pass, 1 warn");
  });

  it("keeps the older page when it cannot make the new one, and leaves nothing half-written", async () => {
    const file = path.join(folder, "kept.html");
    await writeFile(file, "old");
    const broken = report.create({
      results: [
        {
          [displaySymbol]: () => {
            throw new Error("no ink");
          },
        },
      ],
    });
    await expect(broken.save(file)).rejects.toThrow("no ink");
    expect(await readFile(file, "utf8")).toBe("old");
    await expect(all().save(folder)).rejects.toThrow(/^report\.save: expected to write .*, got E/);
    await expect(all().save(path.join(file, "below.html"))).rejects.toThrow(
      "Part of the path is a file, not a folder.",
    );
    expect((await readdir(folder)).filter((name) => name.includes(".part"))).toEqual([]);
    expect(
      (await readdir(path.dirname(folder))).filter((name) => name.startsWith(`.${path.basename(folder)}`)),
    ).toEqual([]);
    await all().save(file);
    expect(await readFile(file, "utf8")).toContain("Digits &amp; more");
  });

  it("refuses nothing, promises and unknown options", () => {
    expect(() => report.create({})).toThrow(
      "report.create: expected something to report: goal, checks, run, test or results, got nothing.",
    );
    expect(() => report.create({ results: { Later: Promise.resolve(1) } })).toThrow(
      "expected finished results in Results, got a promise. Await it first.",
    );
    expect(() => report.create({ titel: "x" } as never)).toThrow('Did you mean "title"?');
  });
});
