import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Session } from "../../../kernel/session/index.ts";
import type { ExecuteOutcome, SessionEvent } from "../../../kernel/session/index.ts";

let folder: string;
let session: Session;
const late: SessionEvent[] = [];

beforeAll(async () => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "roux-session-")));
  session = await Session.start({ cwd: folder, typeCheck: "off", onLateEvent: (event) => late.push(event) });
});
afterAll(async () => {
  await session.shutdown();
  fs.rmSync(folder, { recursive: true });
});

interface Ran extends ExecuteOutcome {
  events: SessionEvent[];
  /** Text of the result. */
  result: unknown;
  stdout: string;
}

async function run(code: string, options: { silent?: boolean } = {}): Promise<Ran> {
  const events: SessionEvent[] = [];
  const outcome = await session.execute(code, { ...options, onEvent: (event) => events.push(event) });
  const result = events.find((event) => event.kind === "result")?.data["text/plain"];
  const stdout = events
    .flatMap((event) => (event.kind === "stream" && event.name === "stdout" ? event.text : []))
    .join("");
  return { ...outcome, events, result, stdout };
}

const plain = (outcome: ExecuteOutcome): string =>
  // eslint-disable-next-line no-control-regex
  outcome.error?.traceback.join("\n").replaceAll(/\u001B\[\d+m/g, "") ?? "";

describe("cells", () => {
  it.each([
    ["a typed constant", ["const a: number = 41; a + 1"], "42"],
    ["a semicolon", ["1 + 1;"], undefined],
    ["top-level await", ["const waited = await Promise.resolve(3); waited"], "3"],
    [
      "declarations again, of any kind",
      [
        "const x = 1",
        "let x = 2",
        "var x = 3",
        "function x() {}",
        "class x {}",
        "enum x { y }",
        "const x = 7; x",
      ],
      "7",
    ],
    [
      "closures that see later values",
      ["let v = 1; const get = () => v", "v = 2", "let v = 3", "get()"],
      "3",
    ],
    [
      "a function used before its declaration",
      ["early(); function early() { return 'ok' }\nearly()"],
      "'ok'",
    ],
    [
      "redefinition seen by old callers",
      [
        "function inner() { return 1 } function outer() { return inner() }",
        "function inner() { return 2 }",
        "outer()",
      ],
      "2",
    ],
    ["declarations before a failing line", ["let kept = 5; throw new Error('x')", "kept"], "5"],
    ["enums and namespaces", ["enum E { a = 3 } namespace N { export const b = E.a }", "N.b"], "3"],
    [
      "generics and parameter properties",
      ["class Box<T> { constructor(readonly value: T) {} }", "new Box<number>(4).value"],
      "4",
    ],
    [
      "decorators of the standard",
      [
        "const twice = (f: any, context: any) => function (this: any, n: number) { return context.name + 2 * f.call(this, n) }; class D { @twice m(n: number) { return n } }",
        "new D().m(4)",
      ],
      "'m8'",
    ],
    [
      "using",
      [
        "const log: string[] = []; { using r = { [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() { log.push('gone') } }; log.push('there') }",
        "log.join()",
      ],
      "'there,gone'",
    ],
    [
      "loop variables",
      ["for (var i = 0; i < 3; i++) {}", "let i = 9; for (var i = 0; i < 3; i++) {}", "i"],
      "3",
    ],
    [
      "a global of the libraries",
      ["const performance = 5", "[performance, typeof globalThis.performance.now]"],
      "[ 5, 'function' ]",
    ],
    ["export", ["export const shared = 1; export default 2", "shared"], "1"],
    ["undefined shows nothing", ["undefined"], undefined],
    ["no result of a declaration", ["const n = 1"], undefined],
  ])("%s", async (_, cells, expected) => {
    let last: Ran | undefined;
    for (const cell of cells) last = await run(cell);
    expect(last!.result).toBe(expected);
  });

  it("number themselves, silent ones do not", async () => {
    const { executionCount } = await run("1");
    expect((await run("2", { silent: true })).executionCount).toBe(executionCount);
    const next = await run("3");
    expect(next.executionCount).toBe(executionCount + 1);
    expect(next.events).toContainEqual(
      expect.objectContaining({ kind: "result", executionCount: next.executionCount }),
    );
  });

  it("run one after another, whatever the caller does", async () => {
    const ran = await Promise.all([
      run("await new Promise((r) => setTimeout(r, 30)); globalThis.order = ['a']"),
      run("order.push('b')"),
      run("order.join()"),
    ]);
    expect(ran[2].result).toBe("'a,b'");
  });
});

describe("imports", () => {
  it("of Node's modules, ES modules, CommonJS and JSON", async () => {
    const packages = path.join(folder, "node_modules");
    const write = (file: string, text: string): void => {
      fs.mkdirSync(path.dirname(path.join(packages, file)), { recursive: true });
      fs.writeFileSync(path.join(packages, file), text);
    };
    write("esm-only/package.json", '{"type": "module", "exports": {"import": "./index.js"}}');
    write("esm-only/index.js", "export const kind = 'esm'; export default 1;");
    write("common/index.js", "const members = { kind: 'cjs' }; module.exports = Object.assign({}, members);");
    fs.writeFileSync(path.join(folder, "numbers.json"), '{"one": 1}');
    const { result } = await run(
      'import fs, { existsSync } from "node:fs"; import { kind as a } from "esm-only"; import { kind as b } from "common";\n' +
        'import numbers from "./numbers.json" with { type: "json" };\n' +
        '[fs.existsSync === existsSync, a, b, numbers.one, (await import("esm-only")).default, require("common").kind]',
    );
    expect(result).toBe("[ true, 'esm', 'cjs', 1, 1, 'cjs' ]");
    expect((await run("a")).result).toBe("'esm'");
  });

  it("of local TypeScript, loaded again when it, or what it imports, changed", async () => {
    const file = (name: string, text: string): void => fs.writeFileSync(path.join(folder, name), text);
    file("deep.ts", "export enum Level { low = 1 }");
    file(
      "helper.ts",
      'import { Level } from "./deep.js"; import { PathLike } from "node:fs"; export const at: PathLike = ""; export const level: number = Level.low; export interface Shape { x: number }',
    );
    expect((await run('import { level, type Shape } from "./helper"; level')).result).toBe("1");
    file("deep.ts", "export enum Level { low = 2000 }");
    const { result, events } = await run('import { level } from "./helper.ts"; level');
    expect(result).toBe("2000");
    expect(events).toContainEqual(
      expect.objectContaining({ kind: "stream", text: expect.stringContaining("deep.ts") as string }),
    );
  });

  it("say what is missing and how to get it", async () => {
    expect((await run('import x from "not-there-at-all"; x')).error?.value).toContain(
      "Run: npm install not-there-at-all",
    );
    expect((await run('import "./nothing"')).error?.value).toContain(
      `found none at ${path.join(folder, "nothing")}`,
    );
    expect((await run('import { nope } from "node:path"; nope')).error?.value).toContain(
      'expected "node:path" to export nope',
    );
  });

  it.each([
    [
      'import { readFilesync } from "node:fs"',
      'import: expected "node:fs" to export readFilesync, it does not. Did you mean readFileSync?',
    ],
    [
      'import { nosuch, sep } from "node:path"; sep',
      'import: expected "node:path" to export nosuch, it exports ',
    ],
    [
      'import { other } from "./numbers.json"',
      'import: expected "./numbers.json" to export other, it exports one, default.',
    ],
    ['import missing from "./deep"', 'import: expected "./deep" to export default, it exports Level.'],
    ['import { Level as missing, Shape } from "./helper"', "If it is a type, write: import { type "],
  ])("of what the module does not export fail: %s", async (code, message) => {
    const { error } = await run(code);
    expect(error?.name).toBe("SyntaxError");
    expect(error?.value).toContain(message);
  });

  it.each([
    ["a type that is marked", 'import { type PathLike } from "node:path"', undefined],
    [
      "a type that the cell uses",
      'import { PathLike } from "node:fs"; const file: PathLike = "x"; file',
      "'x'",
    ],
    ["members of a CommonJS module", 'import { later } from "assigned"; later', "3"],
    ["members that no later cell has used yet", 'import { later as again } from "assigned"', undefined],
  ])("of %s work", async (_, code, expected) => {
    const file = path.join(folder, "node_modules/assigned/index.js");
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, 'module.exports = {}; module.exports["la" + "ter"] = 3;');
    const { error, result } = await run(code);
    expect(error).toBeUndefined();
    expect(result).toBe(expected);
  });
});

describe("output", () => {
  it("keeps the order of prints and displays", async () => {
    const { events } = await run('console.log("a"); console.error("b"); display(1); console.log("c"); 2');
    expect(events.map((event) => (event.kind === "stream" ? event.text : event.kind))).toEqual([
      "a\n",
      "b\n",
      "display",
      "c\n",
      "result",
    ]);
  });

  it("shows and updates by id, clears, and waits for a look that takes time", async () => {
    const { events } = await run(
      'display(1, { id: "i" }); display(2, { id: "i" }); clearOutput({ wait: true });\n' +
        'display({ [Symbol.for("Jupyter.display")]: async () => { await new Promise((r) => setTimeout(r, 20)); return { "text/html": "late" } } });',
    );
    expect(events).toMatchObject([
      { kind: "display", displayId: "i" },
      { kind: "update", displayId: "i", data: { "text/plain": "2" } },
      { kind: "clear", wait: true },
      { kind: "display", data: { "text/html": "late" } },
    ]);
  });

  it("holds every line of a flood and of child processes before the cell ends", async () => {
    const { stdout, events } = await run(
      'for (let i = 0; i < 100_000; i++) console.log(i); require("child_process").execSync("echo child", { stdio: "inherit" });',
    );
    // The child writes to another pipe: its line may stand anywhere.
    expect(stdout.replace("child\n", "")).toBe(Array.from({ length: 100_000 }, (_, i) => `${i}\n`).join(""));
    expect(stdout).toContain("child\n");
    expect(events.length).toBeLessThan(200);
  });

  it("is sent while a cell is busy", async () => {
    const seen = new Promise<void>((resolve) => {
      void session.execute('console.log("now"); while (true);', {
        onEvent: (event) => event.kind === "stream" && resolve(),
      });
    });
    await seen;
    session.interrupt();
    expect((await run("1")).result).toBe("1");
  });

  it.each([
    [
      "an error in a timer",
      'setTimeout(() => { throw new RangeError("too late 1"); }, 20);',
      "RangeError: too late 1",
    ],
    [
      "a rejection that nobody handles",
      'void Promise.reject(new TypeError("too late 2"));',
      "TypeError: too late 2",
    ],
    [
      "a rejection after an await",
      "void (async () => { await null; throw new Error('too late 3'); })();",
      "Error: too late 3",
    ],
    ["a value that is no error", "setTimeout(() => { throw { code: 4 }; }, 20);", "{ code: 4 }"],
    [
      "an event that nobody listens to",
      'setTimeout(() => new (require("node:events"))().emit("error", new Error("too late 5")), 20);',
      "Error: too late 5",
    ],
  ])("shows %s and goes on", async (_, code, shown) => {
    late.length = 0;
    const before = await run("process.pid");
    const { status, events } = await run(code);
    expect(status).toBe("ok");
    const text = (): string =>
      [...events, ...late]
        .map((event) => (event.kind === "stream" && event.name === "stderr" ? event.text : ""))
        .join("");
    // eslint-disable-next-line no-control-regex
    await expect.poll(() => text().replaceAll(/\u001B\[\d+m/g, ""), { timeout: 20_000 }).toContain(shown);
    expect(text()).toContain("Uncaught ");
    expect((await run("process.pid")).result).toBe(before.result);
  });

  it("of a timer after its cell goes to the listener for late events", async () => {
    late.length = 0;
    await run('setTimeout(() => { console.log("late"); throw new Error("in timer") }, 20);');
    await expect
      .poll(() => late.map((event) => (event.kind === "stream" ? event.text : "")).join(""))
      .toMatch(/late\n[^]*in timer/);
    expect((await run("1")).result).toBe("1");
  });
});

describe("errors", () => {
  it("show name, message, the user's line and frames of the user only", async () => {
    const outcome = await run(
      "function f(x: unknown) {\n\n  // comment\n  throw new TypeError('bad')\n}\nf(1)",
    );
    const label = `Cell [${outcome.executionCount}]`;
    expect(outcome.error).toMatchObject({ name: "TypeError", value: "bad" });
    expect(plain(outcome)).toBe(
      [
        "TypeError: bad",
        `${label} line 4`,
        "  2 | ",
        "  3 |   // comment",
        "> 4 |   throw new TypeError('bad')",
        "    |         ^",
        "  5 | }",
        "  6 | f(1)",
        `    at f (${label}:4:9)`,
        `    at ${label}:6:1`,
      ]
        .map((line) => line.trimEnd())
        .join("\n"),
    );
  });

  it("show causes, parts and fields", async () => {
    const text = plain(
      await run(
        "throw new AggregateError([new Error('one')], 'all', { cause: Object.assign(new Error('why'), { code: 7 }) })",
      ),
    );
    expect(text).toMatch(/AggregateError: all[^]*Error: one[^]*Caused by:[^]*Error: why[^]*code: 7/);
  });

  it.each([
    ["throw 5", "5"],
    ["throw undefined", "undefined"],
    ["throw null", "null"],
    ["await Promise.reject('no')", "'no'"],
    ["throw Symbol('s')", "Symbol(s)"],
    ["throw { a: 1 }", "{ a: 1 }"],
    ["throw 10n", "10n"],
  ])("show any thrown value: %s", async (code, value) =>
    expect((await run(code)).error).toMatchObject({ name: "Thrown", value }),
  );

  it("point into the file of the user where it happened", async () => {
    fs.writeFileSync(
      path.join(folder, "faulty.ts"),
      "interface A { b: number }\n\nexport function fail(): never {\n  throw new Error('in file');\n}\n",
    );
    expect(plain(await run('import { fail } from "./faulty"; fail()'))).toContain(
      `at fail (${path.join(folder, "faulty.ts")}:4:9)`,
    );
  });

  it("of syntax come at their place, before anything runs", async () => {
    const outcome = await run("globalThis.ran = true;\nlet x = (1 +;");
    expect(plain(outcome)).toContain("> 2 | let x = (1 +;\n    |             ^");
    expect((await run("typeof ran")).result).toBe("'undefined'");
  });
});

describe("interrupt", () => {
  it.each([
    ["a loop", "while (true);"],
    ["an await without end", "await new Promise(() => {})"],
    ["a regular expression", "/^(a+)+$/.test('a'.repeat(40) + 'b')"],
    ["Atomics.wait", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"],
    ["a loop in a timer", "setTimeout(() => { for (;;); }, 20); await new Promise(() => {})"],
    ["a loop after an await", "await (async () => { await null; for (;;); })()"],
    ["the look of a result", "({ [Symbol.for('Jupyter.display')]() { for (;;); } })"],
  ])("stops %s and keeps the state", async (_, code) => {
    await run("let state = 41");
    const running = run(code);
    await new Promise((resolve) => setTimeout(resolve, 150));
    session.interrupt();
    expect((await running).error?.name).toBe("Interrupted");
    expect((await run("state + 1")).result).toBe("42");
  });

  it("only raises the flag of a cooperative section, the second time it stops it", async () => {
    const section = "const section = globalThis[Symbol.for('roux.host')].cooperate();";
    const polite = run(`${section} while (!section.interrupted); section.end(); "saved"`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    session.interrupt();
    expect((await polite).result).toBe("'saved'");
    const stubborn = run(`${section} while (true);`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    session.interrupt();
    session.interrupt();
    expect((await stubborn).error?.name).toBe("Interrupted");
    expect((await run(`${section} const was = section.interrupted; section.end(); was`)).result).toBe(
      "false",
    );
  });

  it("stops the first cell of a session too, as early as can be", async () => {
    const young = await Session.start({ cwd: folder, typeCheck: "off" });
    const running = young.execute("for (;;);", { onEvent: () => {} });
    setTimeout(() => young.interrupt(), 5);
    expect((await running).error?.name).toBe("Interrupted");
    expect((await young.execute("1", { onEvent: () => {} })).status).toBe("ok");
    await young.shutdown();
  });

  it("a hundred times in a row leaves a session that works", async () => {
    for (let i = 0; i < 100; i++) {
      const running = run("await new Promise((r) => setTimeout(r, 3)); for (let j = 0; j < 3e6; j++);");
      await new Promise((resolve) => setTimeout(resolve, i % 12));
      session.interrupt();
      await running;
    }
    expect((await run("1 + 1")).result).toBe("2");
  });
});

describe("death of the evaluator", () => {
  it.each([
    ["process.exit(3)", "ProcessExit", "process.exit(3)"],
    ["process.kill(process.pid, 'SIGSEGV'); await new Promise(() => {})", "ProcessCrashed", "SIGSEGV"],
    ["process.abort()", "ProcessCrashed", "SIGABRT"],
  ])("%s is told in the cell, and the session goes on", async (code, name, text) => {
    const { executionCount } = await run("let lost = 1");
    const outcome = await run(code);
    expect(outcome.error).toMatchObject({ name, value: expect.stringContaining(text) as string });
    expect(outcome.error!.value).toContain("variables are gone");
    const after = await run("typeof lost");
    expect(after.result).toBe("'undefined'");
    expect(after.executionCount).toBe(executionCount + 2);
  });

  it("by lack of memory names it", async () => {
    const small = await Session.start({ cwd: folder, typeCheck: "off", memoryLimitMb: 60 });
    const { error } = await small.execute(
      "const hoard = []; for (;;) hoard.push(new Array(1e5).fill({}).map(() => ({})))",
      { onEvent: () => {} },
    );
    await small.shutdown();
    expect(error?.name).toBe("OutOfMemory");
  });

  it("by restart starts the count again", async () => {
    await run("let gone = 1");
    await session.restart();
    expect(await run("typeof gone")).toMatchObject({ result: "'undefined'", executionCount: 1 });
  });
});

describe("help while typing", () => {
  it("completes members and names from values, and inspects without side effects", async () => {
    await run(
      "const table = { columns: 3, rows: { count: 2 } }; let touched = 0; const trap = { get x() { touched++; return {} } }",
    );
    expect((await session.complete("table.co", 8)).matches).toEqual(["columns"]);
    expect((await session.complete("f(table.rows.", 13)).matches).toContain("count");
    expect((await session.complete("tab", 3)).matches).toContain("table");
    expect((await session.complete("trap.x.", 7)).matches).toEqual([]);
    expect(await session.inspect("table", 2)).toContain("columns: 3");
    expect(await session.inspect("unknown_name", 3)).toBeUndefined();
    expect((await run("touched")).result).toBe("0");
  });

  it.each([
    ["1 + 1", "complete"],
    ["function f() {", "incomplete"],
    ["[1,", "incomplete"],
    ["`text", "incomplete"],
    ["'text", "invalid"],
    ["let 5x", "invalid"],
    ["", "complete"],
    ["/* c", "incomplete"],
  ])("%s is %s", (code, status) => expect(session.isComplete(code).status).toBe(status));
});

it("answers input through the event, and says when nobody can answer", async () => {
  const events: SessionEvent[] = [];
  await session.execute("const name = await input('Name? '); console.log(name)", {
    allowStdin: true,
    onEvent: (event) => (event.kind === "input" ? event.answer("Ada") : events.push(event)),
  });
  expect(events).toEqual([{ kind: "stream", name: "stdout", text: "Ada\n" }]);
  expect((await run("await input()")).error?.value).toContain("expected a front end that can ask");
});
