import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import {
  displayable,
  hostSymbol,
  liveDisplay,
  progress,
  progressBar,
  displaySymbol,
} from "../../../lib/display/index.ts";
import type { NotebookHost } from "../../../lib/display/index.ts";
import { lostWhenSanitised } from "./sanitised.ts";

const scope = globalThis as Record<PropertyKey, unknown>;
let sent: { at: number; text: unknown; id: unknown; update: unknown }[];
let sendMs = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  sent = [];
  sendMs = 0;
  scope[hostSymbol] = {
    name: "fake",
    async display(bundle, options) {
      sent.push({
        at: performance.now(),
        text: bundle["text/plain"],
        id: options?.displayId,
        update: options?.update,
      });
      if (sendMs > 0) await new Promise((resolve) => setTimeout(resolve, sendMs));
    },
    cooperate: () => ({ interrupted: false, end() {} }),
  } satisfies NotebookHost;
});
afterEach(() => {
  vi.useRealTimers();
  delete scope[hostSymbol];
});

describe("liveDisplay", () => {
  it("sends at most ten updates a second, the first at once, the last always", async () => {
    const live = liveDisplay();
    const start = performance.now();
    for (let ms = 0; ms < 1000; ms++) {
      live.update(`at ${ms}`);
      await vi.advanceTimersByTimeAsync(1);
    }
    live.update("last");
    await live.end();
    const times = sent.map(({ at }) => at - start);
    expect(times[0]).toBe(0);
    for (let i = 1; i < times.length - 1; i++) expect(times[i]! - times[i - 1]!).toBeGreaterThanOrEqual(100);
    expect(sent.length).toBeGreaterThanOrEqual(10);
    expect(sent.length).toBeLessThanOrEqual(12);
    expect(sent.at(-1)!.text).toBe("last");
  });

  it("shows anew first and updates after, under an id of its own", async () => {
    const [one, two] = [liveDisplay(), liveDisplay()];
    one.update("a");
    await one.end("b");
    await two.end("c");
    expect(sent.map(({ text, update }) => [text, update])).toEqual([
      ["a", false],
      ["b", true],
      ["c", false],
    ]);
    expect(sent[0]!.id).toBe(sent[1]!.id);
    expect(sent[0]!.id).not.toBe(sent[2]!.id);
  });

  it("does not render what it skips", async () => {
    let rendered = 0;
    const live = liveDisplay();
    for (let i = 0; i < 50; i++) {
      live.update(() => {
        rendered++;
        return `${i}`;
      });
    }
    await live.end();
    expect(rendered).toBe(2);
    expect(sent.map(({ text }) => text)).toEqual(["0", "49"]);
  });

  it("delivers a lone late update without being ended", async () => {
    const live = liveDisplay();
    live.update("first");
    await vi.advanceTimersByTimeAsync(30);
    live.update("second");
    await vi.advanceTimersByTimeAsync(69);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent.map(({ text }) => text)).toEqual(["first", "second"]);
    await live.end();
    expect(sent).toHaveLength(2);
  });

  it("keeps the order and drops what is overtaken when the host is slow", async () => {
    sendMs = 350;
    const live = liveDisplay();
    for (let i = 0; i < 10; i++) {
      live.update(i);
      await vi.advanceTimersByTimeAsync(100);
    }
    const ended = live.end("end");
    await vi.advanceTimersByTimeAsync(2000);
    await ended;
    const texts = sent.map(({ text }) => text);
    expect(texts[0]).toBe("0");
    expect(texts.at(-1)).toBe("end");
    expect(texts.length).toBeLessThanOrEqual(5);
    for (let i = 1; i < sent.length; i++) expect(sent[i]!.at - sent[i - 1]!.at).toBeGreaterThanOrEqual(350);
  });

  it("does not stop the work when an update cannot be drawn, and says so at the end", async () => {
    const live = liveDisplay();
    live.update(
      displayable(
        {},
        () => "",
        () => {
          throw new Error("no ink");
        },
      ),
    );
    await vi.advanceTimersByTimeAsync(200);
    await expect(live.end()).rejects.toThrow("no ink");
  });

  it("forgets a failure that a later update has mended", async () => {
    const live = liveDisplay();
    live.update(() => {
      throw new Error("no ink");
    });
    await live.end("better");
    expect(sent.map(({ text, update }) => [text, update])).toEqual([["better", false]]);
  });

  it("takes another interval", async () => {
    const live = liveDisplay({ intervalMs: 1000, id: "mine" });
    live.update("a");
    live.update("b");
    await vi.advanceTimersByTimeAsync(999);
    expect(sent.map(({ text, id }) => [text, id])).toEqual([["a", "mine"]]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toHaveLength(2);
    await live.end();
  });
});

describe("progressBar", () => {
  it.each([
    [{ done: 0, total: 8 }, "░".repeat(24) + "  0 / 8"],
    [
      { done: 4, total: 8, label: "epoch 1", note: "loss 0.5" },
      `epoch 1  ${"█".repeat(12)}${"░".repeat(12)}  4 / 8  loss 0.5`,
    ],
    [{ done: 8, total: 8, elapsedMs: 4000 }, "█".repeat(24) + "  8 / 8  4.0 s"],
    [
      { done: 2, total: 8, elapsedMs: 4000 },
      "█".repeat(6) + "░".repeat(18) + "  2 / 8  4.0 s, about 12.0 s left",
    ],
    [{ done: 12, total: 8 }, "█".repeat(24) + "  12 / 8"],
    [{ done: 0, total: 0 }, "█".repeat(24) + "  0 / 0"],
    [{ done: 1234, label: "reading" }, "reading  1,234"],
  ])("writes %j", (state, text) => expect(String(progressBar(state))).toBe(text));

  it("is a <progress> in a notebook, without value when the end is unknown", async () => {
    const page = async (state: Parameters<typeof progressBar>[0]) =>
      String((await progressBar(state)[displaySymbol]())["text/html"]);
    expect(await page({ done: 3, total: 8 })).toContain('<progress value="3" max="8"');
    expect(await page({ done: 9, total: 8 })).toContain('value="8" max="8"');
    expect(await page({ done: 3 })).toMatch(/<progress\s+style/);
    const escaped = await page({ done: 3, total: 8, label: "<a>", note: "b & c", elapsedMs: 1 });
    expect(escaped).toContain("&lt;a&gt;");
    expect(lostWhenSanitised(escaped)).toEqual([]);
  });

  it("is plain data", () => {
    expect(progressBar({ done: 1, total: 2 })).toEqual({ done: 1, total: 2 });
    expect(() => progressBar({ don: 1 } as never)).toThrow('Did you mean "done"?');
  });
});

describe("progress", () => {
  it("shows the start at once, the newest figures at most ten times a second, and the end", async () => {
    const bar = progress({ label: "epoch 1", total: 100 });
    for (let step = 1; step <= 100; step++) {
      bar.update(step, { note: `loss ${step}` });
      await vi.advanceTimersByTimeAsync(5);
    }
    bar.update(100, { label: "done" });
    await bar.end();
    expect(String(sent[0]!.text)).toMatch(/^epoch 1 {2}░+ {2}0 \/ 100/);
    expect(String(sent.at(-1)!.text)).toMatch(/^done {2}█+ {2}100 \/ 100 {2}loss 100/);
    expect(sent.length).toBeLessThanOrEqual(7);
  });
});
