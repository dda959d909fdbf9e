import { describe, expect, it } from "vitest";

import { displaySymbol, table, verdictBadge } from "../../../lib/display/index.ts";
import { lostWhenSanitised } from "./sanitised.ts";

const rows = [
  { model: "linear", accuracy: 0.9213, parameters: 7850 },
  { model: "convnet", accuracy: 0.99, parameters: 1_234_567 },
];

async function htmlOf(shown: ReturnType<typeof table>): Promise<string> {
  return String((await shown[displaySymbol]())["text/html"]);
}

describe("table", () => {
  it("is plain data: columns and rows of values", () => {
    expect(table(rows, { caption: "Baselines" })).toEqual({
      columns: ["model", "accuracy", "parameters"],
      rows: [
        ["linear", 0.9213, 7850],
        ["convnet", 0.99, 1_234_567],
      ],
      caption: "Baselines",
    });
  });

  it("aligns text to the left and numbers to the right by their decimal point", () => {
    expect(String(table(rows, { caption: "Baselines" }))).toBe(
      [
        "Baselines",
        "model    accuracy  parameters",
        "───────  ────────  ──────────",
        "linear     0.9213       7,850",
        "convnet    0.9900   1,234,567",
      ].join("\n"),
    );
  });

  it("takes typed columns and gives the same table", () => {
    const columns = {
      model: ["linear", "convnet"],
      accuracy: Float64Array.of(0.9213, 0.99),
      parameters: Int32Array.of(7850, 1_234_567),
    };
    expect(table(columns)).toEqual(table(rows));
  });

  it("renames, orders, aligns and formats columns", async () => {
    const shown = table(rows, {
      columns: [
        { key: "accuracy", title: "right", format: (value) => `${(100 * (value as number)).toFixed(1)} %` },
        "model",
      ],
      align: { model: "center" },
      format: { model: (value) => verdictBadge(value === "linear" ? "warn" : "pass") },
    });
    expect(shown.columns).toEqual(["right", "model"]);
    expect(shown.rows[0]).toEqual([0.9213, "linear"]);
    const page = await htmlOf(shown);
    expect(page).toContain("92.1 %");
    expect(page).toContain("✓ pass");
    expect(page).toContain("text-align:center");
    expect(String(shown)).toContain("92.1 %  ! warn");
  });

  it("uses only what an untrusted notebook keeps, and escapes the rest", async () => {
    const page = await htmlOf(table([{ "<name>": "<script>alert(1)</script>" }], { caption: "a < b" }));
    expect(lostWhenSanitised(page)).toEqual([]);
    expect(page).toContain("&lt;script&gt;");
    expect(page).toContain("a &lt; b");
    expect(page).not.toContain("<script");
  });

  it("shows the first 50 rows and counts the rest; the data hold all", async () => {
    const many = Array.from({ length: 10_000 }, (_, id) => ({ id }));
    const shown = table(many);
    expect(shown.rows).toHaveLength(10_000);
    expect(String(shown).split("\n")).toHaveLength(2 + 50 + 1);
    expect(await htmlOf(shown)).toContain("… 9,950 more rows");
    expect(String(table(many, { maxRows: 9_999 }))).toContain("… 8,000 more rows");
  });

  it("stays below 300 KB however large it is", async () => {
    const wide = Array.from({ length: 1000 }, () =>
      Object.fromEntries(Array.from({ length: 200 }, (_, c) => [`column ${c}`, "x".repeat(5000)])),
    );
    const page = await htmlOf(table(wide, { maxRows: 1000 }));
    expect(page.length).toBeLessThan(300_000);
    expect(page).toContain("160 more columns");
  });

  it("keeps NaN, nothing and dates readable", () => {
    const text = String(table([{ a: NaN, b: null, c: new Date(0) }]));
    expect(text).toContain("NaN");
    expect(text).toContain("–");
    expect(text).toContain("1970-01-01T00:00:00.000Z");
  });

  it("serves a table without rows", async () => {
    expect(table([])).toEqual({ columns: [], rows: [] });
    expect(await htmlOf(table([]))).toContain("no rows");
    expect(String(table([], { columns: ["a"] }))).toContain("no rows");
  });

  it("names the columns there are when one is missing, and the options there are", () => {
    expect(() => table(rows, { columns: ["acuracy"] })).toThrow(
      'table: expected columns among model, accuracy, parameters, got "acuracy".',
    );
    expect(() => table({ a: [1, 2], b: [1] })).toThrow(
      "table: expected columns of equal length (a has 2), got 1 in b.",
    );
    expect(() => table(rows, { captoin: "x" } as never)).toThrow('Did you mean "caption"?');
  });
});
