import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { NotebookError, readNotebook, writeWhole } from "../../../kernel/notebook/index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "roux-files-"));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

describe("readNotebook", () => {
  test("a missing file, a folder and another kind of file are refused", async () => {
    const missing = path.join(folder, "none.ipynb");
    await expect(readNotebook(missing)).rejects.toThrow(
      `${missing}: expected a file to read, got no such file. Looked in ${folder}.`,
    );
    await mkdir(path.join(folder, "d.ts"));
    await expect(readNotebook(path.join(folder, "d.ts"))).rejects.toThrow("got a folder.");
    await expect(readNotebook("a.py")).rejects.toThrow(
      "a.py: expected a notebook (.ipynb) or a percent file (.ts), got a .py file.",
    );
    await expect(readNotebook("a")).rejects.toThrow("got a name without an ending.");
  });

  test("the ending decides how it is read", async () => {
    const percent = path.join(folder, "a.ts");
    await writeFile(percent, "// %%\n1\n");
    expect((await readNotebook(percent)).cells).toHaveLength(1);
    const json = path.join(folder, "a.ipynb");
    await writeFile(json, "// %%\n1\n");
    await expect(readNotebook(json)).rejects.toThrow(NotebookError);
  });
});

describe("writeWhole", () => {
  test("replaces the file, keeps its mode, leaves nothing beside it", async () => {
    const file = path.join(folder, "a.ipynb");
    await writeFile(file, "old");
    await chmod(file, 0o640);
    await writeWhole(file, "new");
    expect(await readFile(file, "utf8")).toBe("new");
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    expect(await readdir(folder)).toEqual(["a.ipynb"]);
  });

  test("a place that can't be written to says so", async () => {
    const file = path.join(folder, "none", "a.ipynb");
    await expect(writeWhole(file, "x")).rejects.toThrow(
      `${file}: expected to write the file, got no folder ${path.join(folder, "none")}. Make the folder first.`,
    );
    await expect(writeWhole(folder, "x")).rejects.toThrow("What was there before is unharmed.");
    expect(await readdir(folder)).toEqual([]);
  });
});
