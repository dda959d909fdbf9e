import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { readNotebook } from "../../kernel/notebook/index.ts";

// Notebooks are written as percent cells. Beside each lies the .ipynb with outputs that people read on the web: it must be
// that of the same cells.

const folder = path.resolve(import.meta.dirname, "../../notebooks");
const sources = readdirSync(folder).filter((file) => file.endsWith(".ts"));

test.each(sources)("the .ipynb beside %s holds its cells, with outputs", async (file) => {
  const rendered = path.join(folder, file.replace(/\.ts$/, ".ipynb"));
  expect(
    existsSync(rendered),
    `run: npm start, then copy notebooks/rendered/${path.basename(rendered)}`,
  ).toBe(true);
  const cellsOf = async (name: string) =>
    (await readNotebook(name)).cells.map(({ cell_type, source }) => ({ cell_type, source }));
  expect(await cellsOf(rendered)).toEqual(await cellsOf(path.join(folder, file)));
  const code = (await readNotebook(rendered)).cells.filter((cell) => cell.cell_type === "code");
  expect(code.every((cell) => cell.execution_count !== null)).toBe(true);
  const text = readFileSync(rendered, "utf8");
  expect(text).not.toMatch(/"output_type": "error"/);
  expect(text, "a path of the machine it ran on").not.toMatch(/_path": "\//);
});
