import { describe, expect, test } from "vitest";

import { NotebookError, parseNotebook } from "../../../kernel/notebook/index.ts";

const minimal = (fields: object) =>
  JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [], ...fields });
const message = (text: string) => {
  try {
    parseNotebook(text, "digits.ipynb");
  } catch (error) {
    expect(error).toBeInstanceOf(NotebookError);
    return (error as Error).message;
  }
  throw new Error("did not throw");
};

describe("parseNotebook", () => {
  test("joins lists of lines, keeps ids and metadata, drops what must not be in a file", () => {
    const notebook = parseNotebook(
      minimal({
        metadata: { title: "T", orig_nbformat: 3 },
        cells: [
          {
            cell_type: "code",
            id: "kept-1",
            metadata: { tags: ["a"], trusted: true },
            source: ["const a = 1;\n", "a"],
            execution_count: 3,
            outputs: [
              { output_type: "stream", name: "stdout", text: ["x\n", "y"] },
              {
                output_type: "display_data",
                metadata: {},
                data: { "text/html": ["<b>", "</b>"], "application/json": ["stays", "a list"] },
              },
            ],
          },
        ],
      }),
    );
    expect(notebook).toEqual({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { title: "T" },
      cells: [
        {
          cell_type: "code",
          id: "kept-1",
          metadata: { tags: ["a"] },
          source: "const a = 1;\na",
          execution_count: 3,
          outputs: [
            { output_type: "stream", name: "stdout", text: "x\ny" },
            {
              output_type: "display_data",
              metadata: {},
              data: { "text/html": "<b></b>", "application/json": ["stays", "a list"] },
            },
          ],
        },
      ],
    });
  });

  test("brings nbformat 4.0–4.4 to 4.5: every cell gets an id, the same one each time, no two alike", () => {
    const cell = { cell_type: "markdown", metadata: {}, source: "same" };
    const text = minimal({ nbformat_minor: 2, cells: [cell, cell, { ...cell, source: "other" }] });
    const ids = parseNotebook(text).cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(ids).toEqual(parseNotebook(text).cells.map(({ id }) => id));
    for (const id of ids) expect(id).toMatch(/^[a-zA-Z0-9-_]{1,64}$/);
    expect(parseNotebook(text).nbformat_minor).toBe(5);
  });

  test("ids that the format forbids or that come twice are replaced", () => {
    const cell = (id: unknown) => ({ cell_type: "raw", id, metadata: {}, source: "" });
    const { cells } = parseNotebook(minimal({ cells: [cell("a"), cell("a"), cell("b c"), cell(7)] }));
    expect(cells[0]!.id).toBe("a");
    expect(new Set(cells.map(({ id }) => id)).size).toBe(4);
  });

  test.each([
    ["", "digits.ipynb: expected a notebook (JSON), got an empty file."],
    ["[]", "digits.ipynb: expected a notebook (a JSON object with cells), got a list."],
    ["{}", "digits.ipynb: expected nbformat 4, got no nbformat. Is this a notebook file?"],
    [
      minimal({ nbformat: 3 }),
      "digits.ipynb: expected nbformat 4, got nbformat 3. Convert it with: jupyter nbconvert --to notebook --nbformat 4 digits.ipynb",
    ],
    [minimal({ cells: undefined }), 'digits.ipynb: expected a list of cells, got nothing under "cells".'],
    [minimal({ cells: [1] }), "digits.ipynb: expected cell 1 to be an object, got 1."],
    [
      minimal({ cells: [{ cell_type: "heading", source: "" }] }),
      'digits.ipynb: expected cell 1 to be code, markdown or raw, got the text "heading".',
    ],
    [
      minimal({ cells: [{ cell_type: "code" }] }),
      "digits.ipynb: expected cell 1 to have a source (text or a list of lines), got nothing.",
    ],
    [
      minimal({ cells: [{ cell_type: "code", source: "", outputs: [{ output_type: "pyout" }] }] }),
      'digits.ipynb: expected cell 1, output 1 to be stream, display_data, execute_result or error, got the text "pyout".',
    ],
    [
      minimal({}).slice(0, -4),
      "digits.ipynb: expected a notebook (JSON), got JSON that ends in the middle. The file was cut off: restore it, or run the percent .ts file again.",
    ],
    [
      `{\n<<<<<<< HEAD\n}`,
      "digits.ipynb: expected a notebook (JSON), got a file with merge conflict markers. Resolve the conflict first.",
    ],
    [
      "// %%\n1",
      "digits.ipynb: expected a notebook (JSON), got percent cells. Give the file the ending .ts.",
    ],
  ])("%j is refused with what was expected, what came and what to do", (text, expected) => {
    expect(message(text)).toBe(expected);
  });

  test("text that is not JSON names how it starts", () => {
    expect(message("hello there")).toMatch(
      /^digits\.ipynb: expected a notebook \(JSON\), got text that is not JSON, starting with "hello there"\. /,
    );
  });
});
