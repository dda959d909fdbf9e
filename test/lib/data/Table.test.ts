import { describe, expect, test } from "vitest";
import { displaySymbol } from "../../../lib/display/index.ts";
import { from } from "../../../lib/data/index.ts";
import type { AnyTable } from "../../../lib/data/index.ts";
import { DataError } from "../../../lib/errors/index.ts";

const penguins = [
  { species: "Adelie", mass: 3750, sex: "m" },
  { species: "Gentoo", mass: 5000, sex: null },
  { species: "Adelie", mass: null, sex: "f" },
  { species: "Chinstrap", mass: 3500, sex: "f" },
];

describe("Table", () => {
  test("knows its columns, types and rows", async () => {
    const table = await from(penguins, { name: "penguins" });
    expect(table.columns).toEqual(["species", "mass", "sex"]);
    expect(table.rowCount).toBe(4);
    expect([...table.types.values()]).toEqual(["text", "integer", "text"]);
    expect(await table.rows()).toEqual(penguins);
    expect(await table.rows({ limit: 1, offset: 3 })).toEqual([penguins[3]]);
    expect(await table.column("mass")).toEqual([3750, 5000, null, 3500]);
    expect(await table.numbers("mass")).toEqual(Float64Array.of(3750, 5000, Number.NaN, 3500));
    expect(String(table)).toBe("penguins: 4 rows × 3 columns (species text, mass integer, sex text)");
    expect(JSON.parse(JSON.stringify(table))).toEqual({
      name: "penguins",
      rowCount: 4,
      columns: { species: "text", mass: "integer", sex: "text" },
    });
  });

  test("operations chain without waiting, and ids travel with the rows", async () => {
    const table = await from(penguins)
      .where("mass > 3000")
      .sortBy("mass", { descending: true })
      .select("mass", "species");
    expect(table.columns).toEqual(["mass", "species"]);
    expect(await table.rows()).toEqual([
      { mass: 5000, species: "Gentoo" },
      { mass: 3750, species: "Adelie" },
      { mass: 3500, species: "Chinstrap" },
    ]);
    expect(await table.ids()).toEqual([1, 0, 3]);
  });

  test("where takes SQL, values, ids in their order, and functions", async () => {
    const table = await from(penguins);
    expect(await (await table.where({ species: "Adelie", sex: "f" })).ids()).toEqual([2]);
    expect(await (await table.where({ sex: null })).ids()).toEqual([1]);
    expect(await (await table.where([3, 0])).ids()).toEqual([3, 0]);
    expect(await (await table.where((row) => row.species.startsWith("C"))).ids()).toEqual([3]);
    expect((await table.where("mass > 99999")).rowCount).toBe(0);
    expect((await table.where({})).rowCount).toBe(4);
    expect((await table.where([])).rowCount).toBe(0);
  });

  test("sortBy is stable, with missing values and NaN last in both directions", async () => {
    const table = await from({ x: [2, Number.NaN, 1, 2, null, 1.5] });
    expect(await (await table.sortBy("x")).ids()).toEqual([2, 5, 0, 3, 1, 4]);
    expect(await (await table.sortBy("x", { descending: true })).ids()).toEqual([0, 3, 5, 2, 1, 4]);
    expect(await (await table.sortBy([5, 4, 3, 2, 1, Number.NaN])).ids()).toEqual([4, 3, 2, 1, 0, 5]);
    await expect(table.sortBy([1])).rejects.toThrow(/one score for each of the 6 rows, got 1/);
  });

  test("sql sees the table as this, keeps the order and, with all columns, the ids", async () => {
    const table = await from(penguins);
    const means = await table.sql<{ species: string; mean: number }>(
      "SELECT species, avg(mass) AS mean FROM this GROUP BY species ORDER BY mean DESC NULLS LAST;",
    );
    expect(await means.rows()).toEqual([
      { species: "Gentoo", mean: 5000 },
      { species: "Adelie", mean: 3750 },
      { species: "Chinstrap", mean: 3500 },
    ]);
    expect(await means.ids()).toEqual([0, 1, 2]);
    expect(await (await table.sql("SELECT * FROM this WHERE sex = 'f'")).ids()).toEqual([2, 3]);
    const withQuery = await table.sql("WITH big AS (SELECT * FROM this WHERE mass > 4000) SELECT * FROM big");
    expect(withQuery.rowCount).toBe(1);
    const other = await from({ species: ["Gentoo"], island: ["Biscoe"] });
    const joined = await table.sql("SELECT this.species, island FROM this JOIN other USING (species)", {
      tables: { other },
    });
    expect(await joined.rows()).toEqual([{ species: "Gentoo", island: "Biscoe" }]);
  });

  test("columns may be called shape, constructor, rowid, or hold quotes", async () => {
    const rows = [{ shape: 1, constructor: 2, rowid: 3, 'a"b': 4, select: 5 }];
    const table = await from(rows);
    expect(await table.rows()).toEqual(rows);
    expect(await table.ids()).toEqual([0]);
    expect(await (await table.select("constructor", 'a"b')).rows()).toEqual([{ constructor: 2, 'a"b': 4 }]);
  });

  test("misspelt columns are named with the nearest one", async () => {
    const table: AnyTable = await from(penguins);
    const any = table as unknown as Awaited<ReturnType<typeof from<Record<string, unknown>[]>>>;
    const hint = /expected columns among species, mass, sex, got "mas". Did you mean "mass"\?/;
    await expect(any.select("mas")).rejects.toThrow(hint);
    await expect(any.sortBy("mas")).rejects.toThrow(hint);
    await expect(any.where("mas > 1")).rejects.toThrow(hint);
    await expect(any.where({ mas: 1 })).rejects.toThrow(hint);
    await expect(any.column("mas")).rejects.toThrow(hint);
    await expect(any.sql("SELECT mas FROM this")).rejects.toThrow(hint);
    expect(() => any.typeOf("mas")).toThrow(hint);
    await expect(any.where([0, 7])).rejects.toThrow("table.where: expected ids of table, got 7.");
    await expect(any.sql("SELEKT 1")).rejects.toThrow(
      /table.sql: expected SQL that DuckDB can run, got syntax error/,
    );
    await expect(any.sortBy("mass", { desc: true } as never)).rejects.toThrow(
      /options among descending, got "desc"/,
    );
    await expect(any.numbers("sex")).rejects.toThrow(/columns of numbers, got "sex", which holds text/);
  });

  test("an error inside a chain comes out where it is awaited, once", async () => {
    await expect(from(penguins).where("nothing = 1").sortBy("mass").head(2).rows()).rejects.toThrow(
      DataError,
    );
  });

  test("shows the first rows with types and missing values, escaped, and without scripts or styles", async () => {
    const table = await from([...penguins, { species: "<b>&", mass: 1.5, sex: null }]);
    const bundle = await table[displaySymbol]();
    const page = bundle["text/html"] as string;
    expect(page).toContain("&lt;b&gt;&amp;");
    expect(page).toContain("number, 1 missing");
    expect(page).toContain("5 rows × 3 columns");
    expect(page).not.toMatch(/<style|<script|<svg/);
    expect(bundle["text/plain"]).toMatch(/Gentoo +5,000 +–/);
    const large = await from({ x: Int32Array.from({ length: 100_000 }, (_, i) => i) });
    const shown = (await large[displaySymbol]())["text/html"] as string;
    expect(shown).toContain("… 99,990 more rows");
    expect(shown.length).toBeLessThan(10_000);
  });

  test("five thousand columns are shown in part", async () => {
    const wide = await from([Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`c${i}`, i]))]);
    expect(wide.columns.length).toBe(5000);
    const page = (await wide[displaySymbol]())["text/html"] as string;
    expect(page).toContain("4,970 more columns");
  });
});
