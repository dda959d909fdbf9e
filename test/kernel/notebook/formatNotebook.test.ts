import { readFile } from "node:fs/promises";

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { formatNotebook, parseNotebook } from "../../../kernel/notebook/index.ts";
import { notebookArbitrary } from "./notebookArbitrary.ts";

describe("formatNotebook", () => {
  test("writes the very bytes that nbformat writes (fixture made by test/oracle/nbformat-write.py)", async () => {
    const text = await readFile(new URL("fixtures/nbformat-written.ipynb", import.meta.url), "utf8");
    expect(formatNotebook(parseNotebook(text))).toBe(text);
  });

  test("what is written reads back the same", () => {
    fc.assert(
      fc.property(notebookArbitrary, (notebook) => {
        const read = parseNotebook(formatNotebook(notebook));
        const ids = read.cells.map(({ id }) => id);
        expect(JSON.parse(JSON.stringify(read.cells.map((cell) => ({ ...cell, id: "" }))))).toEqual(
          JSON.parse(JSON.stringify(notebook.cells)),
        );
        expect(new Set(ids).size).toBe(ids.length);
        expect(formatNotebook(parseNotebook(formatNotebook(read)))).toBe(formatNotebook(read));
      }),
    );
  });
});
