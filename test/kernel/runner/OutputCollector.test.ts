import { describe, expect, test } from "vitest";

import { OutputCollector } from "../../../kernel/runner/index.ts";
import type { SessionEvent } from "../../../kernel/session/index.ts";

const stream = (text: string, name: "stdout" | "stderr" = "stdout"): SessionEvent => ({
  kind: "stream",
  name,
  text,
});
const display = (text: string, displayId?: string): SessionEvent => ({
  kind: "display",
  data: { "text/plain": text },
  metadata: {},
  ...(displayId === undefined ? {} : { displayId }),
});
const update = (text: string, displayId: string): SessionEvent => ({
  kind: "update",
  data: { "text/plain": text },
  metadata: {},
  displayId,
});
const collect = (...events: SessionEvent[]) => {
  const collector = new OutputCollector(new Map());
  for (const event of events) collector.add(event);
  return collector.outputs;
};
const shown = (text: string) => ({ output_type: "display_data", data: { "text/plain": text }, metadata: {} });
const printed = (text: string, name = "stdout") => ({ output_type: "stream", name, text });

describe("OutputCollector", () => {
  test.each<[string, SessionEvent[], unknown[]]>([
    ["nothing", [], []],
    ["text in a row is one output", [stream("a"), stream("b\n"), stream("c")], [printed("ab\nc")]],
    [
      "another stream or a display between starts a new one",
      [stream("a"), stream("b", "stderr"), stream("c"), display("d"), stream("e")],
      [printed("a"), printed("b", "stderr"), printed("c"), shown("d"), printed("e")],
    ],
    [
      "a progress bar keeps its last state",
      [stream("1%\r"), stream("2%\r"), stream("3%\r\ndone")],
      [printed("3%\r\ndone")],
    ],
    ["clear", [stream("a"), { kind: "clear", wait: false }], []],
    ["clear that waits, nothing after", [stream("a"), { kind: "clear", wait: true }], [printed("a")]],
    ["clear that waits", [stream("a"), { kind: "clear", wait: true }, display("b")], [shown("b")]],
    [
      "update of what is shown",
      [display("a", "1"), display("b", "2"), update("c", "1")],
      [shown("c"), shown("b")],
    ],
    ["update of an unknown id", [display("a", "1"), update("c", "9")], [shown("a")]],
    ["the same id shown twice", [display("a", "1"), display("b", "1")], [shown("b"), shown("b")]],
    [
      "result and error",
      [
        { kind: "result", data: { "text/plain": "1" }, metadata: {}, executionCount: 4 },
        { kind: "error", name: "E", value: "v", traceback: ["E: v"] },
      ],
      [
        { output_type: "execute_result", data: { "text/plain": "1" }, metadata: {}, execution_count: 4 },
        { output_type: "error", ename: "E", evalue: "v", traceback: ["E: v"] },
      ],
    ],
  ])("%s", (_, events, outputs) => {
    expect(collect(...events)).toEqual(outputs);
  });

  test("a later cell updates what an earlier one showed, everywhere it is shown", () => {
    const displays = new Map();
    const first = new OutputCollector(displays);
    first.add(display("0 %", "bar"));
    first.add(display("0 %", "bar"));
    const { outputs } = first;
    const second = new OutputCollector(displays);
    second.add(update("100 %", "bar"));
    expect(outputs).toEqual([shown("100 %"), shown("100 %")]);
    expect(second.outputs).toEqual([]);
  });

  test("a question is answered with nothing: nobody is there", () => {
    let answer: string | undefined;
    collect({ kind: "input", prompt: "?", password: false, answer: (text) => (answer = text) });
    expect(answer).toBe("");
  });
});
