import process from "node:process";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { cooperate, displayable, hostSymbol, html, liveDisplay, show } from "../../../lib/display/index.ts";
import type { MimeBundle, NotebookHost } from "../../../lib/display/index.ts";
import { forgetHost } from "../../../lib/display/currentHost.ts";
import { findDenoJupyter } from "../../../lib/display/denoHost.ts";
import { terminalHost } from "../../../lib/display/terminalHost.ts";

const scope = globalThis as Record<PropertyKey, unknown>;
const picture = displayable(
  {},
  () => "a picture",
  () => ({ "image/png": "cGl4ZWxz", "text/html": "<b>x</b>" }),
);

beforeEach(forgetHost);
afterEach(() => {
  for (const name of [hostSymbol, "Deno", "__tslab__"]) delete scope[name];
  forgetHost();
  vi.restoreAllMocks();
});

describe("in the roux kernel", () => {
  it("hands the bundle, id and update to the host", async () => {
    const sent: unknown[] = [];
    scope[hostSymbol] = {
      name: "roux",
      display: (bundle, options) => void sent.push([bundle, options]),
      cooperate: () => ({ interrupted: false, end() {} }),
    } satisfies NotebookHost;
    await show(picture);
    await show("words", { id: "one" });
    await show(html`<i>more</i>`, { id: "one", update: true });
    expect(sent).toEqual([
      [{ "text/plain": "a picture", "image/png": "cGl4ZWxz", "text/html": "<b>x</b>" }, {}],
      [{ "text/plain": "words" }, { displayId: "one", update: false }],
      [
        { "text/plain": "more", "text/html": "<i>more</i>" },
        { displayId: "one", update: true },
      ],
    ]);
  });

  it("uses the host's own cooperative section", () => {
    const section = { interrupted: true, end() {} };
    scope[hostSymbol] = { name: "roux", display() {}, cooperate: () => section } satisfies NotebookHost;
    expect(cooperate()).toBe(section);
    expect(process.listenerCount("SIGINT")).toBe(0);
  });

  it("is found although the library was used before the host came up", async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await show("early");
    const display = vi.fn<NotebookHost["display"]>();
    scope[hostSymbol] = { name: "roux", display, cooperate } satisfies NotebookHost;
    await show("late");
    expect(display).toHaveBeenCalledOnce();
  });
});

describe("in Deno's kernel", () => {
  it("broadcasts Jupyter messages", async () => {
    const sent: unknown[] = [];
    scope["Deno"] = {
      jupyter: {
        async broadcast(type: string, content: unknown) {
          sent.push([type, content]);
        },
      },
    };
    await show(picture);
    await show("words", { id: "one" });
    await show("new words", { id: "one", update: true });
    expect(sent).toEqual([
      [
        "display_data",
        {
          data: { "text/plain": "a picture", "image/png": "cGl4ZWxz", "text/html": "<b>x</b>" },
          metadata: {},
          transient: {},
        },
      ],
      ["display_data", { data: { "text/plain": "words" }, metadata: {}, transient: { display_id: "one" } }],
      [
        "update_display_data",
        { data: { "text/plain": "new words" }, metadata: {}, transient: { display_id: "one" } },
      ],
    ]);
  });

  it("is not taken for one where Deno runs without a notebook", () => {
    const deno = {
      get jupyter(): never {
        throw new Error("Deno.jupyter is only available in `deno jupyter` subcommand.");
      },
    };
    expect(findDenoJupyter({ Deno: deno })).toBeUndefined();
    expect(findDenoJupyter({ Deno: {} })).toBeUndefined();
    expect(findDenoJupyter({})).toBeUndefined();
  });
});

describe("in tslab", () => {
  function fakeTslab() {
    const shown: [display: string, type: string, content: string][] = [];
    let displays = 0;
    const display = (name: string) => ({
      raw: (type: string, content: string) => void shown.push([name, type, content]),
    });
    const tslab = { display: display("plain"), newDisplay: () => display(`new ${++displays}`) };
    scope["__tslab__"] = { exports: {}, require: (id: string) => (id === "tslab" ? tslab : undefined) };
    return shown;
  }

  it("sends the one form that shows everywhere", async () => {
    const shown = fakeTslab();
    await show(picture);
    await show("words");
    await show(
      displayable(
        {},
        () => "a plot",
        () => ({ "application/vnd.vegalite.v5+json": {}, "image/png": "cGxvdA==" }),
      ),
    );
    expect(shown).toEqual([
      ["plain", "text/html", "<b>x</b>"],
      ["plain", "text/plain", "words"],
      ["plain", "image/png", "cGxvdA=="],
    ]);
  });

  it("overwrites what was shown under an id, and shows anew when asked to", async () => {
    const shown = fakeTslab();
    await show("1", { id: "a" });
    await show("2", { id: "a", update: true });
    await show("3", { id: "a" });
    await show("4", { id: "a", update: true });
    expect(shown.map(([display, , content]) => [display, content])).toEqual([
      ["new 1", "1"],
      ["new 1", "2"],
      ["new 2", "3"],
      ["new 2", "4"],
    ]);
  });
});

describe("in a terminal", () => {
  const text = (words: string): MimeBundle => ({ "text/plain": words, "text/html": "<b></b>" });
  function output(isTTY: boolean, columns?: number) {
    const written: string[] = [];
    return {
      written,
      isTTY,
      ...(columns === undefined ? {} : { columns }),
      write: (part: string) => written.push(part),
    };
  }

  it("prints the text form of everything", async () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await show(picture);
    await show({ a: [1, 2] });
    expect(write.mock.calls.map(([part]) => part)).toEqual(["a picture\n", "{ a: [ 1, 2 ] }\n"]);
  });

  it("rewrites one line on a terminal and leaves the last form whole", () => {
    const terminal = output(true, 10);
    const host = terminalHost(terminal, () => 0);
    void host.display(text("one"), { displayId: "a" });
    void host.display(text("a long line of words"), { displayId: "a", update: true });
    host.end("a");
    expect(terminal.written).toEqual([
      "\r\u001B[2Kone",
      "\r\u001B[2Ka long l…",
      "\r\u001B[2Ka long line of words\n",
    ]);
  });

  it("does not write other output into the live line", () => {
    const terminal = output(true);
    const host = terminalHost(terminal, () => 0);
    void host.display(text("live"), { displayId: "a" });
    void host.display(text("a table"));
    void host.display(text("live again"), { displayId: "a", update: true });
    host.end("a");
    expect(terminal.written.join("")).toBe(
      "\r\u001B[2Klive\na table\n\r\u001B[2Klive again\r\u001B[2Klive again\n",
    );
  });

  it("writes a rare line to a file: the first, one each ten seconds, the last; no control characters", () => {
    const file = output(false);
    let now = 0;
    const host = terminalHost(file, () => now);
    for (let step = 0; step <= 250; step++) {
      now = step * 100;
      void host.display(text(`step ${step}`), { displayId: "a", update: step > 0 });
    }
    host.end("a");
    expect(file.written).toEqual(["step 0\n", "step 100\n", "step 200\n", "step 250\n"]);
  });

  it("does not repeat the last line when it stands there already", () => {
    const file = output(false);
    const host = terminalHost(file, () => 0);
    void host.display(text("done"), { displayId: "a" });
    host.end("a");
    host.end("unknown");
    expect(file.written).toEqual(["done\n"]);
  });
});

describe("cooperate outside the roux kernel", () => {
  it("turns the first interrupt into a flag of every open section, and leaves no handler behind", () => {
    const before = process.listenerCount("SIGINT");
    const outer = cooperate();
    const inner = cooperate();
    expect(process.listenerCount("SIGINT")).toBe(before + 1);
    expect([outer.interrupted, inner.interrupted]).toEqual([false, false]);
    process.emit("SIGINT");
    expect([outer.interrupted, inner.interrupted]).toEqual([true, true]);
    inner.end();
    inner.end();
    expect(process.listenerCount("SIGINT")).toBe(before + 1);
    outer.end();
    expect(process.listenerCount("SIGINT")).toBe(before);
  });

  it("gives the second interrupt back to the process", () => {
    const kill = vi.spyOn(process, "kill").mockReturnValue(true);
    const section = cooperate();
    process.emit("SIGINT");
    expect(kill).not.toHaveBeenCalled();
    process.emit("SIGINT");
    expect(kill).toHaveBeenCalledWith(process.pid, "SIGINT");
    expect(process.listenerCount("SIGINT")).toBe(0);
    section.end();
  });

  it("asks anew after the work has ended", () => {
    cooperate().end();
    const section = cooperate();
    expect(section.interrupted).toBe(false);
    section.end();
  });
});

describe("show and liveDisplay", () => {
  it("name their options", async () => {
    await expect(show(1, { ID: "x" } as never)).rejects.toThrow(
      'show: expected options among id, update, got "ID". Did you mean "id"?',
    );
    expect(() => liveDisplay({ interval: 1 } as never)).toThrow("intervalMs");
  });
});
