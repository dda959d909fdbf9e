import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { from, read } from "../../../lib/data/index.ts";
import { execute } from "../../../lib/data/database.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "read-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe("data.read of CSV", () => {
  test("finds delimiter, header, types and missing values", async () => {
    const table = await read(
      await file("a.csv", 'name;v;n;day\n"a;b";1.5;1;2024-01-02\nc;NA;2;2024-01-03\n'),
    );
    expect(table.name).toBe("a");
    expect([...table.types]).toEqual([
      ["name", "text"],
      ["v", "number"],
      ["n", "integer"],
      ["day", "date"],
    ]);
    expect(await table.rows()).toEqual([
      { name: "a;b", v: 1.5, n: 1, day: new Date("2024-01-02") },
      { name: "c", v: null, n: 2, day: new Date("2024-01-03") },
    ]);
  });

  test("NaN and infinity are numbers, not missing", async () => {
    const table = await read(await file("nan.csv", "a,b\n1,NaN\n2,inf\n,3.5\n"));
    expect(await table.numbers("b")).toEqual(Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY, 3.5));
    expect((await table.where("b IS NULL")).rowCount).toBe(0);
    expect((await table.where("a IS NULL")).rowCount).toBe(1);
  });

  test("reads no rows, one row, no header, gzip, a byte order mark, quoted lines and names given twice", async () => {
    const none = await read(await file("none.csv", "a,b\n"));
    expect([none.rowCount, none.columns]).toEqual([0, ["a", "b"]]);
    expect(await (await read(await file("one.csv", "a,b\n1,x"))).rows()).toEqual([{ a: 1, b: "x" }]);
    const bare = await read(await file("bare.csv", "1,2\n3,4\n"));
    expect(await bare.rows()).toEqual([
      { column0: 1, column1: 2 },
      { column0: 3, column1: 4 },
    ]);
    const zipped = await read(await file("z.csv.gz", gzipSync("a\tb\n1\t2\n")));
    expect(await zipped.rows()).toEqual([{ a: 1, b: 2 }]);
    expect((await read(await file("bom.csv", "\uFEFFa,b\n1,2\n"))).columns).toEqual(["a", "b"]);
    const lines = await read(await file("lines.csv", 'id,"a ""word"""\r\n1,"two\nlines"\r\n2,x\r\n'));
    expect(await lines.rows()).toEqual([
      { id: 1, 'a "word"': "two\nlines" },
      { id: 2, 'a "word"': "x" },
    ]);
    expect((await read(await file("twice.csv", "a,a,\n1,2,3\n"))).columns).toEqual(["a", "a_1", "column2"]);
    expect((await read(await file("names.csv", "shape,constructor\n1,2\n"))).columns).toEqual([
      "shape",
      "constructor",
    ]);
  });

  test("a value of another type far down makes the column text instead of failing or losing it", async () => {
    const lines = Array.from({ length: 30_000 }, (_, i) => `${i},${i}`);
    const table = await read(await file("late.csv", `x,y\n${lines.join("\n")}\noops,3\n`));
    expect(table.rowCount).toBe(30_001);
    expect([table.typeOf("x"), table.typeOf("y")]).toEqual(["text", "integer"]);
  });

  test("a ragged file is refused with line, expected and found columns", async () => {
    const short = await file("short.csv", "a,b,c\n1,2,3\n4,5\n6,7,8\n");
    await expect(read(short)).rejects.toThrow(
      `data.read: expected 3 columns in line 3 of ${short}, as in its first line, got 2 ("4,5"). Is a delimiter missing, or a text with one in it not in quotes?`,
    );
    const long = await file("long.csv", "a,b,c\n1,2,3\n4,5,6,7\n6,7,8\n");
    await expect(read(long)).rejects.toThrow(/expected 3 columns in line 3 of .*, got 4/);
    const lines = Array.from({ length: 30_000 }, (_, i) => `${i},${i}`);
    const late = await file("late-ragged.csv", `x,y\n${lines.join("\n")}\n1,2,3\n`);
    await expect(read(late)).rejects.toThrow(/expected 2 columns in line 30002 of .*, got 3 \("1,2,3"\)/);
  });

  test("other damage is named", async () => {
    const latin = await file(
      "latin.csv",
      Uint8Array.of(97, 44, 98, 10, 49, 44, 0xe9, 0xff, 10, 50, 44, 120, 10),
    );
    await expect(read(latin)).rejects.toThrow(
      /expected UTF-8 text in .*latin.csv, got other bytes at line 2/,
    );
    const quote = await file("quote.csv", 'a,b,c\n1,"unclosed,3\n4,5,6\n');
    await expect(read(quote)).rejects.toThrow(/data.read: expected quotes in pairs in line/);
    await expect(read(await file("empty.csv", ""))).rejects.toThrow(/an empty file/);
    await expect(read(join(folder, "missing.csv"))).rejects.toThrow(
      /expected a file at .*missing.csv, got none. Paths are relative to/,
    );
    await mkdir(join(folder, "sub"));
    await expect(read(join(folder, "sub"))).rejects.toThrow(/got a folder/);
    await expect(read(await file("bad.csv.gz", "a,b\n"))).rejects.toThrow(/gzipped text/);
  });

  test("a column can name the rows", async () => {
    const path = await file("ids.csv", "key,v\nx,1\ny,2\n");
    expect(await (await read(path, { id: "key" }).where("v = 2")).ids()).toEqual(["y"]);
    await expect(read(path, { id: "kee" })).rejects.toThrow(/id: a column of .*, among key, v, got "kee"/);
    await expect(read(await file("same.csv", "key\na\na\n"), { id: "key" })).rejects.toThrow(
      /ids that differ from each other/,
    );
  });

  test("unknown options are errors at once", () => {
    expect(() => read("x", { seperator: ";" } as never)).toThrow(/options among format, delimiter/);
    expect(() => read("x", { format: "xls" } as never)).toThrow(
      /format: one of csv, parquet, json, ndjson, got "xls"/,
    );
  });
});

describe("data.read of other formats", () => {
  test("Parquet keeps types", async () => {
    const path = join(folder, "t.parquet");
    await execute(
      `COPY (SELECT 1::TINYINT AS a, 'x' AS b, true AS c, NULL::DOUBLE AS d) TO '${path}' (FORMAT parquet)`,
    );
    const table = await read(path);
    expect(await table.rows()).toEqual([{ a: 1, b: "x", c: true, d: null }]);
    expect(table.sqlTypeOf("a")).toBe("TINYINT");
  });

  test("what is not a Parquet is refused, also when it is cut off", async () => {
    const fake = await file("fake.parquet", "this is not a parquet file");
    await expect(read(fake)).rejects.toThrow(
      /expected a Parquet file at .*fake.parquet, got No magic bytes found/,
    );
  });

  test("JSON and NDJSON, by name or by content", async () => {
    const rows = [
      { a: 1, b: "x" },
      { a: 2, b: null },
    ];
    expect(await (await read(await file("a.json", JSON.stringify(rows)))).rows()).toEqual(rows);
    const lines = rows.map((row) => JSON.stringify(row)).join("\n");
    expect(await (await read(await file("a.ndjson", lines))).rows()).toEqual(rows);
    expect(await (await read(await file("noname", lines))).rows()).toEqual(rows);
    await expect(read(await file("bad.json", '[{"a":1},{"a":'))).rejects.toThrow(
      /a list of JSON objects at .*bad.json, got Malformed JSON/,
    );
  });

  test("what is written in memory and read back is equal", async () => {
    const path = join(folder, "back.parquet");
    const table = await from({ x: Float64Array.of(0.1, 2 ** 60, -0), name: ["é", "", null] });
    await execute(`COPY (SELECT x, name FROM ${table.relation}) TO '${path}' (FORMAT parquet)`);
    expect(await (await read(path)).rows()).toEqual(await table.rows());
  });
});
