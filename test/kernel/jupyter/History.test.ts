import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { History } from "../../../kernel/jupyter/History.ts";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "roux-history-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

describe("History", () => {
  it("is kept over sessions, and answers tail, range and search", () => {
    const file = path.join(folder, "deep", "history.jsonl");
    const first = new History(file);
    first.add(1, "a = 1");
    first.add(2, "b = 2");
    const second = new History(file);
    second.add(1, "a = 1");
    expect(second.session).toBe(2);
    expect(second.find({ hist_access_type: "tail", n: 2 })).toEqual([
      [1, 2, "b = 2"],
      [2, 1, "a = 1"],
    ]);
    expect(second.find({ hist_access_type: "range", session: 1, start: 2, stop: 3 })).toEqual([
      [1, 2, "b = 2"],
    ]);
    expect(second.find({ hist_access_type: "range", session: -1, start: 1 })).toHaveLength(2);
    expect(second.find({ hist_access_type: "search", pattern: "a*" })).toHaveLength(2);
    expect(second.find({ hist_access_type: "search", pattern: "a*", unique: true })).toHaveLength(1);
    expect(second.find({ hist_access_type: "search", pattern: "? = 2" })).toEqual([[1, 2, "b = 2"]]);
  });

  it("skips lines that were written half", () => {
    const file = path.join(folder, "history.jsonl");
    fs.writeFileSync(file, '[1, 1, "good"]\n[1, 2, "cut');
    expect(new History(file).find({ hist_access_type: "tail", n: 10 })).toEqual([[1, 1, "good"]]);
  });

  it("lives in memory where it cannot be written", () => {
    const history = new History(path.join("/dev/null", "history.jsonl"));
    history.add(1, "x");
    expect(history.find({ hist_access_type: "tail", n: 1 })).toEqual([[1, 1, "x"]]);
  });
});
