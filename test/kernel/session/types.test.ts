import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Session } from "../../../kernel/session/index.ts";
import type { ExecuteOutcome, SessionEvent } from "../../../kernel/session/index.ts";

let folder: string;
let session: Session;
beforeAll(async () => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "roux-types-")));
  session = await Session.start({ cwd: folder });
  await warm();
});
afterAll(async () => {
  await session.shutdown();
  fs.rmSync(folder, { recursive: true });
});

/** A cell that runs before the checker is up is not held back: waits until it is. */
async function warm(): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await run("const wrong: number = 'text'")).error) {
    if (performance.now() > deadline) throw new Error("the checker did not start");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function run(code: string): Promise<ExecuteOutcome & { events: SessionEvent[] }> {
  const events: SessionEvent[] = [];
  return { ...(await session.execute(code, { onEvent: (event) => events.push(event) })), events };
}

// eslint-disable-next-line no-control-regex
const plain = (lines: readonly string[]): string => lines.join("\n").replaceAll(/\u001B\[\d+m/g, "");

describe("types of cells", () => {
  it("are checked before the cell runs, at the line of the cell, over cells", async () => {
    await run("interface Point { x: number }\nlet point: Point = { x: 1 }; globalThis.ran = false;");
    const { error, executionCount } = await run("// 😀\nglobalThis.ran = true;\npoint.y");
    expect(error?.name).toBe("TypeScriptError");
    expect(plain(error!.traceback)).toBe(
      [
        "TypeScriptError TS2339: Property 'y' does not exist on type 'Point'.",
        `Cell [${executionCount}] line 3`,
        "  2 | globalThis.ran = true;",
        "> 3 | point.y",
        "    |       ^",
      ].join("\n"),
    );
    expect((await run("if (ran) throw new Error('it ran')")).status).toBe("ok");
  });

  it.each([
    ["declarations again, with another type", ["const a = 1", "const a = 'text'", "a.length"]],
    ["a kind of declaration that changes", ["class K {}", "const K = 3", "K.toFixed()"]],
    ["writes to a let of an earlier cell", ["let counter = 0", "counter += 1; counter.toFixed()"]],
    [
      "parameters without types",
      ["function f(x, { y = 1 } = {}) { return x }", "f(1); [1].map((n) => f(n))"],
    ],
    ["lists that are filled later", ["const rows = []", "rows.push({ a: 1 }); rows.length"]],
    [
      "await at the top, and the globals",
      [
        "const three = await Promise.resolve(3)",
        "three.toFixed(); display(three, { id: 'x' }); clearOutput({ wait: true })",
      ],
    ],
    [
      "Node's modules and globals",
      [
        "import { readFileSync } from 'node:fs'; import path from 'node:path'",
        "path.join('a'); Buffer.from('x'); process.argv; require('node:os'); typeof readFileSync",
      ],
    ],
    ["what a thrown error is", ["try { JSON.parse('{') } catch (error) { error.message }"]],
    ["globals set by hand", ["globalThis.shared = 5", "shared + 1"]],
    [
      "classes, generics, enums, namespaces",
      [
        "class Box<T> { constructor(readonly value: T) {} } enum E { a } namespace N { export const b = 1 }",
        "const box = new Box(E.a)",
        "const e: E = box.value; N.b",
      ],
    ],
    [
      "destructuring",
      [
        "const [first, { second: renamed = 2 }] = [1, { second: undefined as number | undefined }]",
        "first.toFixed(); renamed.toFixed()",
      ],
    ],
    [
      "narrowing and assertions",
      ["const maybe: string | undefined = ['x'].at(0)", "maybe?.length; maybe!.length"],
    ],
    [
      "functions that use later names",
      ["function outer() { return inner() } function inner() { return 1 }", "outer().toFixed()"],
    ],
    [
      "// @ts-nocheck and @ts-expect-error",
      ["// @ts-nocheck\nconst n: number = JSON.parse('1').x.y ?? 'text'", "// @ts-expect-error\n(1).nope"],
    ],
  ])("raise no false error: %s", async (_, cells) => {
    for (const cell of cells) {
      const { error, events } = await run(cell);
      expect(error?.name, `${cell}: ${error?.value}`).not.toBe("TypeScriptError");
      expect(events.filter((event) => event.kind === "stream").map((event) => event.text)).toEqual([]);
    }
  });

  it("of a package without types count as any", async () => {
    fs.mkdirSync(path.join(folder, "node_modules/untyped"), { recursive: true });
    fs.writeFileSync(path.join(folder, "node_modules/untyped/index.js"), "exports.value = 1");
    expect((await run('import { value } from "untyped"')).status).toBe("ok");
    expect((await run("value.anything?.at.all")).status).toBe("ok");
  });

  it("of a local file are known, and of a package that a type comes from", async () => {
    fs.writeFileSync(
      path.join(folder, "shape.ts"),
      "export class Shape { constructor(readonly size: number) {} }\nexport const make = () => new Shape(2);",
    );
    await run('import { make } from "./shape"; const made = make()');
    await expect
      .poll(async () => (await run("made.nope")).error?.value, { timeout: 20_000 })
      .toContain("'nope' does not exist on type 'Shape'");
    expect((await run("made.size.toFixed()")).status).toBe("ok");
  });

  it("are told from values that are missing, in imports for later cells", async () => {
    fs.writeFileSync(path.join(folder, "node_modules/untyped/index.js"), "exports.value = 1");
    expect((await run('import { PathLike } from "node:fs"; import { Late } from "./late"')).error?.name).toBe(
      "Error",
    );
    fs.writeFileSync(
      path.join(folder, "late.ts"),
      "export interface Late { at: number }\nexport const noon = 12;",
    );
    expect(
      (await run('import { PathLike } from "node:fs"; import { Late, noon } from "./late"')).error,
    ).toBeUndefined();
    expect(
      (await run('const file: PathLike = "x"; const late: Late = { at: noon }; late.at')).error,
    ).toBeUndefined();
    // Nothing is declared there that could be a type.
    expect((await run('import { valve } from "untyped"')).error?.value).toBe(
      'import: expected "untyped" to export valve, it does not. Did you mean value?',
    );
  });

  it("that do not fit keep the former declaration", async () => {
    await run("const former = 1");
    expect((await run("const former: string = 2")).error?.name).toBe("TypeScriptError");
    expect((await run("former.toFixed()")).status).toBe("ok");
  });

  it("help completion and inspection", async () => {
    await run(
      "interface Layer { units: number; /** How many weights. */ weights: number } const makeLayer = (): Layer => ({ units: 1, weights: 2 })",
    );
    expect((await session.complete("makeLayer().un", 14)).matches).toEqual(["units"]);
    expect(await session.inspect("makeLayer", 3)).toContain("makeLayer: () => Layer");
  });

  it("are forgotten with a restart", async () => {
    await run("const forgotten = 1");
    await session.restart();
    expect((await run("forgotten")).error?.value).toContain("Cannot find name 'forgotten'");
  });
});

describe("modes", () => {
  const faulty = "const n: number = 'text' as any as string";
  const run = async (lenient: Session): Promise<string> => {
    let stderr = "";
    const onEvent = (event: SessionEvent): void => {
      if (event.kind === "stream") stderr += event.text;
    };
    const { status } = await lenient.execute(faulty, { onEvent });
    return `${status} ${stderr}`;
  };

  it("warn: the cell runs with a warning", async () => {
    const lenient = await Session.start({ cwd: folder, typeCheck: "warn" });
    await expect.poll(async () => run(lenient), { timeout: 20_000 }).toMatch(/^ok [^]*TS2322/);
    await lenient.shutdown();
  });

  it("off: nobody looks", async () => {
    const lenient = await Session.start({ cwd: folder, typeCheck: "off" });
    expect(await run(lenient)).toBe("ok ");
    await lenient.shutdown();
  });
});
