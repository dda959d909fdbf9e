import { describe, expect, test } from "vitest";

import { NotebookError, parsePercent } from "../../../kernel/notebook/index.ts";
import type { CodeCell, Notebook } from "../../../kernel/notebook/index.ts";
import { runNotebook } from "../../../kernel/runner/index.ts";
import type { RunEvent, RunOptions } from "../../../kernel/runner/index.ts";
import { FakeSession, thrown } from "./fakeSession.ts";

const info = {
  inputPath: "in.ts",
  outputPath: "out.ipynb",
  parameters: { epochs: 1 },
  defaultParameters: { epochs: 5 },
  version: "0.1.0",
};
/** A clock that goes on by a second at each look. */
function clock() {
  let ticks = 0;
  return () => new Date(Date.UTC(2026, 0, 1, 0, 0, ticks++));
}
const code = (notebook: Notebook) =>
  notebook.cells.filter((cell): cell is CodeCell => cell.cell_type === "code");

async function run(text: string | Notebook, session: FakeSession, options: Partial<RunOptions> = {}) {
  const notebook = typeof text === "string" ? parsePercent(text) : text;
  const saves: Notebook[] = [];
  const events: RunEvent[] = [];
  const report = await runNotebook(notebook, {
    session,
    info,
    save: async (state) => {
      saves.push(structuredClone(state));
    },
    now: clock(),
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { notebook, report, saves, events, statuses: report.cells.map(({ status }) => status) };
}

const three = "// %% [markdown]\n// # Title\n\n// %%\none\n\n// %%\ntwo\n\n// %% Third\nthree\n";

describe("runNotebook", () => {
  test("runs code cells in order and writes outputs, numbers and times as papermill and nbclient do", async () => {
    const session = new FakeSession((source, emit) =>
      emit({ kind: "stream", name: "stdout", text: `${source}!` }),
    );
    const { notebook, report, saves } = await run(three, session);
    expect(session.executed).toEqual(["one", "two", "three"]);
    expect(report).toEqual({
      status: "completed",
      elapsedMs: 7000,
      cells: [
        { index: 1, id: notebook.cells[1]!.id, title: "one", status: "ok", elapsedMs: 1000 },
        { index: 2, id: notebook.cells[2]!.id, title: "two", status: "ok", elapsedMs: 1000 },
        { index: 3, id: notebook.cells[3]!.id, title: "Third", status: "ok", elapsedMs: 1000 },
      ],
    });
    expect(code(notebook)[1]).toMatchObject({
      execution_count: 2,
      outputs: [{ output_type: "stream", name: "stdout", text: "two!" }],
      metadata: {
        execution: {
          "iopub.status.busy": "2026-01-01T00:00:03.000Z",
          "iopub.execute_input": "2026-01-01T00:00:03.000Z",
          "shell.execute_reply": "2026-01-01T00:00:04.000Z",
          "iopub.status.idle": "2026-01-01T00:00:04.000Z",
        },
        papermill: {
          duration: 1,
          end_time: "2026-01-01T00:00:04.000Z",
          exception: false,
          start_time: "2026-01-01T00:00:03.000Z",
          status: "completed",
        },
      },
    });
    expect(notebook.metadata.papermill).toEqual({
      default_parameters: { epochs: 5 },
      duration: 7,
      end_time: "2026-01-01T00:00:07.000Z",
      environment_variables: {},
      exception: null,
      input_path: "in.ts",
      output_path: "out.ipynb",
      parameters: { epochs: 1 },
      start_time: "2026-01-01T00:00:00.000Z",
      version: "roux 0.1.0",
    });
    // Saved after each cell: what is done is there, what is not says so.
    expect(saves).toHaveLength(4);
    expect(code(saves[0]!).map(({ metadata }) => (metadata.papermill as { status: string }).status)).toEqual([
      "completed",
      "pending",
      "pending",
    ]);
  });

  test("the first cell that fails ends the run; what it printed and its error are kept, old outputs are gone", async () => {
    const notebook = parsePercent(three);
    for (const cell of code(notebook))
      cell.outputs = [{ output_type: "stream", name: "stdout", text: "old" }];
    const session = new FakeSession((source, emit) => {
      emit({ kind: "stream", name: "stdout", text: "so far" });
      return source === "two" ? thrown("no") : undefined;
    });
    const { report, statuses } = await run(notebook, session);
    expect(report.status).toBe("failed");
    expect(statuses).toEqual(["ok", "error"]);
    expect(report.cells[1]!.error).toEqual(thrown("no"));
    expect(code(notebook)[1]!.outputs).toEqual([
      { output_type: "stream", name: "stdout", text: "so far" },
      { output_type: "error", ename: "Error", evalue: "no", traceback: ["Error: no"] },
    ]);
    expect(code(notebook)[2]).toMatchObject({ outputs: [], execution_count: null });
    expect(notebook.metadata.papermill).toMatchObject({ exception: true });
  });

  test("allowErrors goes on; the run has still failed", async () => {
    const session = new FakeSession((source) => (source === "two" ? thrown("no") : undefined));
    const { report, statuses } = await run(three, session, { allowErrors: true });
    expect(statuses).toEqual(["ok", "error", "ok"]);
    expect(report.status).toBe("failed");
  });

  test("raises-exception may fail; skip-execution is left as it is; an empty cell gets no number", async () => {
    const notebook = parsePercent(
      '// %% tags=["raises-exception"]\nbad\n\n// %% tags=["skip-execution"]\nslow\n\n// %%\n\n// %%\nlast',
    );
    code(notebook)[1]!.outputs = [{ output_type: "stream", name: "stdout", text: "kept" }];
    const session = new FakeSession((source) => (source === "bad" ? thrown("as expected") : undefined));
    const { report, statuses } = await run(notebook, session);
    expect(report.status).toBe("completed");
    expect(statuses).toEqual(["expected", "skipped", "skipped", "ok"]);
    expect(session.executed).toEqual(["bad", "last"]);
    expect(code(notebook).map((cell) => cell.execution_count)).toEqual([1, null, null, 2]);
    expect(code(notebook)[1]!.outputs).toHaveLength(1);
    expect(code(notebook)[0]!.outputs[0]).toMatchObject({ output_type: "error", evalue: "as expected" });
  });

  test("a cell over its time is interrupted and says so in place of the interrupt's own error", async () => {
    const session = new FakeSession(async (source, emit, interrupted) => {
      if (source !== "two") return undefined;
      emit({ kind: "stream", name: "stdout", text: "working" });
      await interrupted;
      return thrown("Interrupted");
    });
    const { report, notebook, statuses } = await run(three, session, { timeoutMs: 20 });
    expect(statuses).toEqual(["ok", "timeout"]);
    expect(report.status).toBe("failed");
    const value = "the cell ran longer than 0.02 s (--timeout)";
    expect(code(notebook)[1]!.outputs).toEqual([
      { output_type: "stream", name: "stdout", text: "working" },
      { output_type: "error", ename: "TimeoutError", evalue: value, traceback: [`TimeoutError: ${value}`] },
    ]);
  });

  test("a cell that answers no interrupt ends the run all the same, also when errors are allowed", async () => {
    let late = () => {};
    const session = new FakeSession(async (source, emit) => {
      if (source !== "two") return;
      late = () => emit({ kind: "stream", name: "stdout", text: "too late" });
      await new Promise(() => {});
    });
    const { statuses, notebook } = await run(three, session, {
      timeoutMs: 5,
      graceMs: 10,
      allowErrors: true,
    });
    expect(statuses).toEqual(["ok", "timeout"]);
    expect(session.interrupts).toBe(2);
    late();
    expect(JSON.stringify(notebook)).not.toContain("too late");
  });

  test("a stop interrupts the running cell, keeps what is done and runs no other", async () => {
    const stop = new AbortController();
    const session = new FakeSession(async (source, emit, interrupted) => {
      if (source !== "two") return undefined;
      emit({ kind: "stream", name: "stdout", text: "half" });
      stop.abort();
      await interrupted;
      return thrown("Interrupted");
    });
    const { report, statuses, saves } = await run(three, session, { signal: stop.signal });
    expect(report.status).toBe("interrupted");
    expect(statuses).toEqual(["ok", "interrupted"]);
    expect(code(saves.at(-1)!)[1]!.outputs[0]).toMatchObject({ text: "half" });
    expect(session.executed).toEqual(["one", "two"]);
  });

  test("work that answers the stop with what it has so far counts as done, and the run ends", async () => {
    const stop = new AbortController();
    const session = new FakeSession(async (_, __, interrupted) => {
      stop.abort();
      await interrupted;
    });
    const { report, statuses } = await run(three, session, { signal: stop.signal });
    expect([report.status, statuses]).toEqual(["interrupted", ["ok"]]);
  });

  test("a save that fails between cells is reported and tried again; the last one must hold", async () => {
    const full = new NotebookError({
      where: "out.ipynb",
      expected: "to write the file",
      received: "a full disk",
    });
    let saves = 0;
    const { events, report } = await run(three, new FakeSession(), {
      save: async () => {
        if (++saves === 2) throw full;
      },
    });
    expect(events.filter(({ kind }) => kind === "unsaved")).toEqual([{ kind: "unsaved", error: full }]);
    expect(report.status).toBe("completed");
    await expect(
      run(three, new FakeSession(), {
        save: async () => {
          throw full;
        },
      }),
    ).rejects.toThrow(full);
  });

  test("a session that throws is a failed cell", async () => {
    const session = new FakeSession(() => {
      throw new TypeError("pipe closed");
    });
    const { report } = await run(three, session);
    expect(report.cells[0]!.error).toMatchObject({ name: "KernelError", value: "pipe closed" });
  });

  describe("resume", () => {
    const failing = (at: string) =>
      new FakeSession((source, emit) => {
        emit({ kind: "stream", name: "stdout", text: `${source}!` });
        return source === at ? thrown("no") : undefined;
      });

    test("good cells run again for their variables, keep their outputs, and the rest goes on", async () => {
      const { notebook: earlier } = await run(three, failing("two"));
      const kept = structuredClone(code(earlier)[0]!);
      const session = new FakeSession((_, emit) => emit({ kind: "stream", name: "stdout", text: "new" }));
      const { notebook, report } = await run(three, session, { earlier });
      expect(session.executed).toEqual(["one", "two", "three"]);
      expect(report.status).toBe("completed");
      expect(report.cells.map(({ again }) => again)).toEqual([true, undefined, undefined]);
      expect(code(notebook)[0]).toEqual(kept);
      expect(code(notebook)[1]!.outputs).toEqual([{ output_type: "stream", name: "stdout", text: "new" }]);
      expect(code(notebook).map((cell) => cell.execution_count)).toEqual([1, 2, 3]);
    });

    test("a changed cell is not good, nor what follows it", async () => {
      const { notebook: earlier } = await run(three, new FakeSession());
      const session = new FakeSession();
      const { report } = await run(three.replace("\ntwo", "\ntwo changed"), session, { earlier });
      expect(report.cells.map(({ again }) => again)).toEqual([true, undefined, undefined]);
    });

    test("when everything is good nothing runs", async () => {
      const { notebook: earlier } = await run(three, new FakeSession());
      const session = new FakeSession();
      const { report, notebook } = await run(three, session, { earlier });
      expect(session.executed).toEqual([]);
      expect(report).toMatchObject({ status: "completed", cells: [] });
      expect(code(notebook)).toEqual(code(earlier));
    });

    test("skip-on-resume does not run again; a good cell that now fails ends the run", async () => {
      const text = three.replace("// %%\none", '// %% tags=["skip-on-resume"]\none');
      const { notebook: earlier } = await run(text, failing("three"));
      const session = failing("two");
      const { report, statuses } = await run(text, session, { earlier });
      expect(session.executed).toEqual(["two"]);
      expect(statuses).toEqual(["skipped", "error"]);
      expect(report.status).toBe("failed");
    });
  });
});
