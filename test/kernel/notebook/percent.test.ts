import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { formatPercent, parsePercent, rouxMetadata } from "../../../kernel/notebook/index.ts";
import type { Cell } from "../../../kernel/notebook/index.ts";
import { notebookArbitrary } from "./notebookArbitrary.ts";

const withoutIds = (cells: Cell[]) => cells.map((cell) => ({ ...cell, id: "" }));
/** As JSON sees it: -0 is 0, and objects have no prototype of note. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("percent format", () => {
  test("reads titles, types, tags and metadata, comments as text, code as it is", () => {
    const notebook = parsePercent(`// a note before the first cell

// %% [markdown]
// # Digits
//
// Look at the data.

// %% Load the data tags=["parameters", "b"] slow=true
const epochs = 5;

epochs

// %% [raw] {"format": "text/html"}
// <b>x</b>
// %% [markdown]
/*
A block
comment.
*/
`);
    expect(notebook.metadata).toEqual(rouxMetadata());
    expect(withoutIds(notebook.cells)).toEqual([
      {
        cell_type: "code",
        id: "",
        metadata: {},
        source: "// a note before the first cell",
        execution_count: null,
        outputs: [],
      },
      { cell_type: "markdown", id: "", metadata: {}, source: "# Digits\n\nLook at the data." },
      {
        cell_type: "code",
        id: "",
        metadata: { title: "Load the data", tags: ["parameters", "b"], slow: true },
        source: "const epochs = 5;\n\nepochs",
        execution_count: null,
        outputs: [],
      },
      { cell_type: "raw", id: "", metadata: { format: "text/html" }, source: "<b>x</b>" },
      { cell_type: "markdown", id: "", metadata: {}, source: "A block\ncomment." },
    ]);
  });

  test("reads the header that jupytext writes, and writes one only when the notebook has metadata of its own", () => {
    const text = `// ---
// jupyter:
//   jupytext:
//     text_representation:
//       extension: .ts
//       format_version: '1.3'
//   kernelspec:
//     display_name: TypeScript (roux)
//     language: typescript
//     name: roux
//   authors: ["Ada"]
// ---

// %%
1
`;
    const notebook = parsePercent(text);
    expect(notebook.metadata).toEqual({ ...rouxMetadata(), authors: ["Ada"] });
    expect(formatPercent(notebook)).toBe('// ---\n// jupyter:\n//   authors: ["Ada"]\n// ---\n\n// %%\n1\n');
    expect(formatPercent({ ...notebook, metadata: rouxMetadata() })).toBe("// %%\n1\n");
  });

  test("writes as jupytext does", () => {
    const common = { id: "x", execution_count: null, outputs: [] };
    expect(
      formatPercent({
        nbformat: 4,
        nbformat_minor: 5,
        metadata: rouxMetadata(),
        cells: [
          { cell_type: "markdown", id: "a", metadata: { tags: ["t"] }, source: "# Hi\n\ntext" },
          {
            cell_type: "code",
            ...common,
            metadata: { title: "A title", a: { b: [1, 2, "x"] }, execution: { x: 1 } },
            source: "let a = 1;",
          },
        ],
      }),
    ).toBe(
      '// %% [markdown] tags=["t"]\n// # Hi\n//\n// text\n\n// %% A title a={"b": [1, 2, "x"]}\nlet a = 1;\n',
    );
  });

  test("a title that would read as something else stands among the metadata", () => {
    const metadata = { title: 'A={"', tags: ["}", "{{"], "a b": { '"': "" } };
    const cell = { cell_type: "markdown" as const, id: "a", source: "", metadata };
    const text = formatPercent({ nbformat: 4, nbformat_minor: 5, metadata: rouxMetadata(), cells: [cell] });
    expect(text).toBe(`// %% [markdown] {"title": "A={\\"", "tags": ["}", "{{"], "a b": {"\\"": ""}}\n`);
    expect(parsePercent(text).cells[0]).toMatchObject({ cell_type: "markdown", metadata });
  });

  test("any notebook without outputs survives the way to percent and back", () => {
    fc.assert(
      fc.property(notebookArbitrary, (notebook) => {
        const back = parsePercent(formatPercent(notebook));
        expect(plain(withoutIds(back.cells))).toEqual(plain(notebook.cells));
        expect(plain(back.metadata)).toEqual(plain(notebook.metadata));
      }),
      { numRuns: 500 },
    );
  });

  test("any text is a percent file, and formatting it is settled after one time", () => {
    const text = fc
      .array(fc.oneof(fc.string(), fc.constantFrom("// %%", "// %% [markdown]", "// a", "", "/*", "*/")))
      .map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(text, (source) => {
        const once = formatPercent(parsePercent(source));
        expect(formatPercent(parsePercent(once))).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  test("ids depend on the text alone", () => {
    const ids = (text: string) => parsePercent(text).cells.map(({ id }) => id);
    expect(ids("// %%\n1\n// %%\n1\n// %%\n2")).toEqual(ids("// %%\n1\n\n// %%\n1\n\n// %%\n2\n"));
    expect(new Set(ids("// %%\n1\n// %%\n1\n// %%\n2")).size).toBe(3);
    expect(ids('// %% id="mine"\n1')).toEqual(["mine"]);
  });

  test("nothing is a notebook without cells", () => {
    expect(parsePercent("").cells).toEqual([]);
    expect(formatPercent(parsePercent(""))).toBe("");
  });
});
