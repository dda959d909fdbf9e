import * as fc from "fast-check";

import type { Cell, Notebook, Output } from "../../../kernel/notebook/index.ts";
import { rouxMetadata } from "../../../kernel/notebook/index.ts";

const line = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    "",
    "// %%",
    "// %% title",
    "// // %%",
    "//%% x",
    "%% x",
    "\\%% x",
    "/*",
    "*/",
    "# Heading",
    "//",
    " ",
  ),
);
/** Cells start and end with a line that is not blank: the percent format keeps no blank lines around a cell. */
const source = fc
  .array(line, { maxLength: 6 })
  .map((lines) => lines.join("\n").replace(/\r/g, ""))
  .map((text) => text.replace(/^(\s*\n)+/, "").replace(/(\n\s*)+$/, ""))
  .filter((text) => text === "" || text.trim() !== "");

const metadata = fc.record(
  {
    title: fc.oneof(fc.string(), fc.constantFrom("Train", "a=1", "[markdown]", "{}", "x [raw] y", " ")),
    tags: fc.array(fc.string()),
    "a b": fc.jsonValue(),
    key: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

const cell: fc.Arbitrary<Cell> = fc.oneof(
  fc.record({
    cell_type: fc.constant("code" as const),
    id: fc.constant(""),
    metadata,
    source,
    execution_count: fc.constant(null),
    outputs: fc.constant<Output[]>([]),
  }),
  fc.record({
    cell_type: fc.constantFrom("markdown" as const, "raw" as const),
    id: fc.constant(""),
    metadata,
    source,
  }),
);

/** Notebooks without outputs and with nothing that the percent format can't hold. */
export const notebookArbitrary: fc.Arbitrary<Notebook> = fc.record({
  nbformat: fc.constant(4 as const),
  nbformat_minor: fc.constant(5),
  metadata: fc
    .dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 })
    .map((own) => Object.assign(rouxMetadata(), own)),
  cells: fc.array(cell, { maxLength: 6 }),
});
