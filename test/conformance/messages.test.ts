import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pythonMissing } from "../environment/python.ts";
import { KernelEnvironment } from "./kernelEnvironment.ts";

interface Run {
  reply: Record<string, unknown>;
  outputs: [type: string, content: Record<string, unknown>][];
}
type Seen = Record<"first" | "displays" | "error" | "expressions" | "silent" | "reborn" | "restarted", Run> &
  Record<string, unknown>;

const missing = pythonMissing();
if (missing) console.warn(`conformance: skipped, ${missing}`);

describe.skipIf(missing !== undefined)("the kernel, seen by jupyter_client", () => {
  let environment: KernelEnvironment;
  let seen: Seen;
  beforeAll(async () => {
    environment = new KernelEnvironment();
    seen = (await environment.python("messages.py")) as Seen;
  }, 300_000);
  afterAll(() => environment.dispose());

  it("wraps a cell in busy and idle, and shows input, prints and result in order", () => {
    expect(seen.first.outputs.map(([type, content]) => content["execution_state"] ?? type)).toEqual([
      "busy",
      "execute_input",
      "stream",
      "execute_result",
      "idle",
    ]);
    expect(seen.first.outputs[3]![1]).toEqual({
      execution_count: 1,
      data: { "text/plain": "42" },
      metadata: {},
    });
    expect(seen.first.reply).toMatchObject({
      status: "ok",
      execution_count: 1,
      payload: [],
      user_expressions: {},
    });
  });

  it("displays, updates by id, clears", () => {
    expect(seen.displays.outputs.slice(2, -1)).toEqual([
      ["display_data", { data: { "text/plain": "1" }, metadata: {}, transient: { display_id: "i" } }],
      ["update_display_data", { data: { "text/plain": "2" }, metadata: {}, transient: { display_id: "i" } }],
      ["clear_output", { wait: false }],
    ]);
  });

  it("reports errors on both channels", () => {
    expect(seen.error.outputs.at(-2)).toEqual(["error", { ename: "RangeError", evalue: "on purpose" }]);
    expect(seen.error.reply).toMatchObject({
      status: "error",
      ename: "RangeError",
      evalue: "on purpose",
      execution_count: 3,
    });
    expect((seen.error.reply["traceback"] as string[]).join("\n")).toContain("Cell [3] line 1");
  });

  it("evaluates user expressions, and keeps silent cells silent", () => {
    expect(seen.expressions.reply["user_expressions"]).toMatchObject({
      good: { status: "ok", data: { "text/plain": "41" } },
      bad: { status: "error", ename: "ReferenceError" },
    });
    expect(seen.silent.outputs.map(([type]) => type)).toEqual(["status", "stream", "status"]);
    expect(seen.silent.reply["execution_count"]).toBe(4);
  });

  it("aborts what was queued behind an error, and nothing after it", () => {
    expect(seen["queued"]).toEqual(["error", "aborted", "aborted"]);
    expect(seen["after"]).toBe("ok");
  });

  it("answers control and heartbeat while busy, and stops by message and by signal with the state kept", () => {
    expect(seen["busyInfo"]).toMatchObject({
      implementation: "roux",
      protocol_version: "5.4",
      language_info: { name: "typescript" },
    });
    expect(seen).toMatchObject({ heartbeat: true, interrupted: "Interrupted", sigint: "Interrupted" });
    expect(seen["kept"]).toMatchObject(["execute_result", { data: { "text/plain": "40" } }]);
  });

  it("runs nothing that was not signed with its key", () => expect(seen["forged"]).toBe("'undefined'"));

  it("completes, inspects, remembers", () => {
    expect(seen["complete"]).toMatchObject({
      status: "ok",
      matches: ["stringify"],
      cursor_start: 10,
      cursor_end: 13,
    });
    expect(seen["inspect"]).toMatchObject({
      found: true,
      data: { "text/plain": expect.stringContaining("stringify") as string },
    });
    expect(seen["history"]).toMatchObject([[1, expect.any(Number), "typeof forged"]]);
    expect(seen["comms"]).toEqual({ status: "ok", comms: {} });
  });

  it("loses no line", () => expect(seen["lines"]).toBe(true));

  it("outlives process.exit with its count, restarts from 1, and ends when told", () => {
    expect(seen["died"]).toMatchObject({ status: "error", ename: "ProcessExit" });
    expect(seen.reborn.reply["execution_count"]).toBe(
      ((seen["died"] as Run["reply"])["execution_count"] as number) + 1,
    );
    expect(seen.restarted.outputs.at(-2)![1]).toMatchObject({
      execution_count: 1,
      data: { "text/plain": "'undefined'" },
    });
    expect(seen["ended"]).toBe(true);
  });
});

describe.skipIf(missing !== undefined)("jupyter_kernel_test", () => {
  it("passes whole", async () => {
    const environment = new KernelEnvironment();
    try {
      const outcome = (await environment.python("jupyter_kernel_test_roux.py")) as {
        run: number;
        failed: string[];
        skipped: string[];
      };
      expect(outcome.failed).toEqual([]);
      // The pager is for kernels whose help opens beside the notebook; ours prints it.
      expect(outcome.skipped).toHaveLength(1);
      expect(outcome.run).toBeGreaterThanOrEqual(12);
    } finally {
      environment.dispose();
    }
  }, 300_000);
});
