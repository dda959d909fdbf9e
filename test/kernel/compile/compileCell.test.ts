import { describe, expect, it } from "vitest";
import {
  CellSyntaxError,
  codeFrame,
  compileCell,
  RenamedGlobals,
  SourceMapping,
} from "../../../kernel/compile/index.ts";

const compile = (source: string): string => compileCell(source).code.replaceAll(/\s+/g, " ").trim();

describe("compileCell", () => {
  it.each([
    ["const a: number = 1", '"use strict"; let a = 1;'],
    ["export const a = 1", '"use strict"; let a = 1;'],
    ["class A<T> {}", '"use strict"; let A = class A {};'],
    ["for (var i = 0; i < 3; i++);", '"use strict"; let i; for ((i = 0); i < 3; i++);'],
    ["var { a, b: [c] } = o;", '"use strict"; let a; let c; ({ a, b: [c] } = o);'],
    ["f(); function f(x: number) {}", '"use strict"; let f = function (x) {}; f();'],
    ["interface I {}; type T = number;", '"use strict"; ;'],
    ["import.meta.url;", '"use strict"; __roux.meta.url;'],
    ['await import("x");', '"use strict"; await __roux.import("x");'],
    ["import type { T } from 'x'", '"use strict";'],
  ])("%s", (source, code) => expect(compile(source)).toBe(code));

  it.each([
    ["1 + 1", true],
    ["1 + 1;", false],
    ["1 + 1 // done", true],
    ["1 + 1; // done;", false],
    ["'a;' /* ; */", true],
    ["if (a) { 1 }", false],
    ["enum A { x }", false],
    ["export default 5", true],
    ["({ a: 1 }).a", true],
    ["a, b", true],
    ["'directive'", true],
  ])("%s has a result: %s", (source, shows) =>
    expect(compile(source).includes("__roux.result(")).toBe(shows),
  );

  it("awaits imports and binds their names, requiring those that are used", () => {
    const code = compile(
      'import d, { a as b, type T, unused } from "x"; import * as n from "y"; import "z"; d(b, n)',
    );
    expect(code).toContain(
      'let d, b, unused; { const $module = await __roux.import("x", undefined, ["default","a"], ["unused"]);',
    );
    expect(code).toContain('({ "default": d, "a": b, "unused": unused } = $module)');
    expect(code).toContain('await __roux.import("z", undefined, [], [])');
  });

  it("tells what later cells can use", () => {
    const { declares, imports } = compileCell(
      'import a from "x"; let b; class C {} function d() { var no } { var e }',
    );
    expect(declares.toSorted()).toEqual(["C", "a", "b", "d", "e"]);
    expect(imports).toEqual(["x"]);
  });

  it("keeps the globals that libraries need: a cell's own of that name is another, also in later cells", () => {
    const renamed = new RenamedGlobals(new Set(["performance"]));
    expect(
      compileCell("const performance = { now: 1 }; x = { performance, y: a.performance }", renamed).code,
    ).toContain("let performance$ = { now: 1 }");
    const later = compileCell("({ performance, y: a.performance, z: performance.now })", renamed).code;
    expect(later.replaceAll(/\s+/g, " ")).toContain(
      "performance: performance$, y: a.performance, z: performance$.now",
    );
  });

  it("says where a cell is no TypeScript", () => {
    const compile = (): unknown => compileCell("let a = 1\nlet b = (a +\n");
    expect(compile).toThrow(CellSyntaxError);
    expect(compile).toThrow(expect.objectContaining({ position: { line: 3, column: 1 } }) as Error);
  });
});

describe("SourceMapping", () => {
  it("finds the user's line behind comments, types, hoisted functions and imports", () => {
    const source = [
      "// a comment",
      'import fs from "node:fs";',
      "interface Point { x: number }",
      "",
      "const p: Point = { x: 1 };",
      "function thrower(): never {",
      "  // more",
      "  throw new Error(String(fs));",
      "}",
      "",
      "thrower()",
    ].join("\n");
    const { code, map } = compileCell(source);
    const mapping = new SourceMapping(map, code);
    for (const text of ["throw new", "thrower()"]) {
      const offset = text === "thrower()" ? code.lastIndexOf(text) : code.indexOf(text);
      const before = code.slice(0, offset).split("\n");
      const found = mapping.toSource({ line: before.length, column: before.at(-1)!.length + 1 });
      const expected = source.slice(0, source.lastIndexOf(text)).split("\n");
      expect(found).toEqual({ line: expected.length, column: expected.at(-1)!.length + 1 });
    }
  });

  it("has no place for code that is not the user's", () => {
    const { code, map } = compileCell("1");
    expect(new SourceMapping(map, code).toSource({ line: 1, column: 1 })).toBeUndefined();
  });
});

describe("codeFrame", () => {
  it("marks the place, with the lines around it", () => {
    expect(
      codeFrame("a\nb\ncd = 1\ne", { line: 3, column: 2 }, { end: { line: 3, column: 4 }, context: 1 }),
    ).toEqual(["  2 | b", "> 3 | cd = 1", "    |  ^^", "  4 | e"]);
  });

  it("keeps tabs before the mark", () =>
    expect(codeFrame("\tx", { line: 1, column: 2 })[1]).toBe("    | \t^"));
});
