import { describe, expect, test } from "vitest";

import { DownloadView } from "../../../kernel/cli/DownloadView.ts";
import { examine } from "../../../kernel/cli/examine.ts";
import { nearestName } from "../../../kernel/names/index.ts";
import { RunView } from "../../../kernel/cli/RunView.ts";
import { duration, size } from "../../../kernel/cli/terminal.ts";
import type { CodeCell } from "../../../kernel/notebook/index.ts";

class Screen {
  text = "";
  columns = 80;
  constructor(readonly isTTY: boolean) {}
  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

test.each([
  ["rnu", "run"],
  ["exprot", "export"],
  ["doktor", "doctor"],
  ["x", undefined],
  ["", undefined],
])("nearestName(%j) is %s", (name, expected) => {
  expect(nearestName(name, ["run", "export", "doctor"])).toBe(expected);
});

test.each([
  [0, "0 ms"],
  [18.4, "18 ms"],
  [240, "0.2 s"],
  [9_960, "10 s"],
  [61_000, "1 min 1 s"],
])("duration(%d) is %s", (ms, expected) => {
  expect(duration(ms)).toBe(expected);
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [259_400_000, "259 MB"],
  [1_100_000_000, "1.1 GB"],
])("size(%d) is %s", (bytes, expected) => {
  expect(size(bytes)).toBe(expected);
});

describe("RunView", () => {
  const cell: CodeCell = {
    cell_type: "code",
    id: "a",
    metadata: {},
    source: "",
    execution_count: 1,
    outputs: [],
  };
  const report = { index: 0, id: "a", title: "Load the data", elapsedMs: 240 };

  test("elsewhere than on a terminal: one line per cell, without colours", () => {
    const screen = new Screen(false);
    const view = new RunView(screen, 10);
    view.show({ kind: "cellStart", index: 0, title: "Load the data", cell, again: false });
    view.show({ kind: "cellEnd", cell, report: { ...report, status: "ok" } });
    view.show({
      kind: "cellEnd",
      cell,
      report: {
        ...report,
        status: "error",
        error: { name: "E", value: "v", traceback: ["\u001b[31mE\u001b[39m: v", "at 1"] },
      },
    });
    expect(screen.text).toBe(
      `✓  1/10  ${"Load the data".padEnd(51)}  0.2 s\n✗  2/10  ${"Load the data".padEnd(51)}  0.2 s\n\n    E: v\n    at 1\n\n`,
    );
  });

  test("on a terminal the running cell's line is replaced when it ends", () => {
    const screen = new Screen(true);
    const view = new RunView(screen, 1);
    view.show({ kind: "cellStart", index: 0, title: "Load", cell, again: false });
    const clear = "\r\u001b[2K";
    expect(screen.text.startsWith(`${clear}· `)).toBe(true);
    expect(screen.text).toContain("1/1");
    view.show({ kind: "cellEnd", cell, report: { ...report, status: "skipped" } });
    const last = screen.text.split(clear).at(-1);
    expect(last).toMatch(/–.*Load the data.*skipped.*\n$/);
  });
});

describe("DownloadView", () => {
  const million = 1_000_000;

  test("elsewhere than on a terminal: a line per step and quarter", () => {
    const screen = new Screen(false);
    const view = new DownloadView(screen, () => 0);
    view.show({ step: "find", doneBytes: 0, totalBytes: 0 });
    for (let done = 0; done <= 100; done++) {
      view.show({ step: "download", doneBytes: done * million, totalBytes: 100 * million });
    }
    view.show({ step: "verify", doneBytes: 0, totalBytes: 100 * million });
    view.show({ step: "done", doneBytes: 1, totalBytes: 1 });
    view.end();
    expect(screen.text).toBe(
      "Looking for TensorFlow\nDownloading TensorFlow (100 MB)\n  25 %, 25.0 MB\n  50 %, 50.0 MB\n  75 %, 75.0 MB\nChecking it (100 MB)\n",
    );
  });

  test("on a terminal: a bar with bytes, rate and what is left", () => {
    const screen = new Screen(true);
    let now = 0;
    const view = new DownloadView(screen, () => now);
    view.show({ step: "download", doneBytes: 0, totalBytes: 100 * million });
    now = 2_000;
    screen.text = "";
    view.show({ step: "download", doneBytes: 50 * million, totalBytes: 100 * million });
    expect(screen.text).toContain(" 50 %");
    expect(screen.text).toContain("50.0 MB of 100 MB  25.0 MB/s  2.0 s left");
  });
});

describe("examine", () => {
  const engine = {
    node: { version: "20.20.2", supported: true, platform: "linux-x64" },
    engine: {
      name: "tensorflow" as const,
      version: "2.20.0",
      device: "CPU",
      threads: 2,
      reason: "found in the cache folder",
    },
    gpus: [],
    cache: { folder: "/cache", bytes: 780_000_000 },
    installed: [],
    advice: [],
  };
  const python = { command: "python3", version: "3.11.7", canMakeEnvironments: true };
  const states = (machine: Partial<Parameters<typeof examine>[0]>) =>
    Object.fromEntries(
      examine({ version: "1", engine, python, hasLab: true, kernelspecs: [], threads: 2, ...machine }).map(
        ({ what, state, mend }) => [what, mend ? `${state}: ${mend}` : state],
      ),
    );

  test("a machine with everything", () => {
    expect(
      states({ kernelspecs: [{ name: "roux", folder: "/k", displayName: "TypeScript (roux)", argv: [] }] }),
    ).toEqual({
      roux: "good",
      Node: "good",
      Engine: "good",
      Threads: "good",
      Graphics: "note",
      Python: "good",
      Jupyter: "good",
      Kernel: "good",
      Cache: "note",
    });
  });

  test("what is missing says what to type", () => {
    expect(
      states({
        engine: {
          ...engine,
          node: { ...engine.node, supported: false },
          engine: {
            name: "wasm",
            version: "4.22.0",
            device: "CPU",
            threads: 1,
            reason: "r",
            advice: "Type `npx roux engine install`.",
          },
        },
        python: undefined,
        hasLab: false,
      }),
    ).toMatchObject({
      Node: "broken: install Node 20.19 or newer",
      Engine: "better: Type `npx roux engine install`.",
      Python: "better: install Python 3.10 or newer",
      Jupyter: "note: npx roux lab",
      Kernel: "note: npx roux install",
    });
    expect(states({ python: { ...python, version: "3.8.1" } }).Python).toBe(
      "better: install Python 3.10 or newer",
    );
    expect(states({ python: { ...python, canMakeEnvironments: false } }).Python).toBe(
      "better: install python3-venv",
    );
    expect(states({ engine: { ...engine, engine: { error: "broken library" } } }).Engine).toBe("broken");
  });
});
