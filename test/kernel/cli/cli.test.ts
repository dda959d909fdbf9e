import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

// The real command of the last build, in a folder of its own, with real sessions.

const roux = path.resolve(import.meta.dirname, "../../../dist/kernel/cli/main.js");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "roux-cli-"));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function run(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const env = {
      ...process.env,
      ROUX_CACHE: path.join(folder, "cache"),
      JUPYTER_DATA_DIR: path.join(folder, "jupyter"),
    };
    execFile(
      process.execPath,
      [roux, ...args],
      { cwd: folder, env, timeout: 60_000 },
      (error, stdout, stderr) => {
        const code = typeof error?.code === "number" ? error.code : error ? -1 : 0;
        resolve({ code, stdout, stderr });
      },
    );
  });
}
const file = (name: string) => path.join(folder, name);
const notebook = async (name: string) =>
  JSON.parse(await readFile(file(name), "utf8")) as {
    cells: { cell_type: string; outputs: Record<string, unknown>[]; metadata: Record<string, unknown> }[];
    metadata: Record<string, unknown>;
  };

describe("command line", () => {
  test("help names every command, and each has help of its own", async () => {
    const { stdout, code } = await run("help");
    expect(code).toBe(0);
    const names = Array.from(stdout.matchAll(/^ {2}roux (\w+) {2,}/gm), ([, name]) => name!);
    expect(names).toEqual(["run", "export", "convert", "lab", "install", "uninstall", "engine", "doctor"]);
    for (const name of names) expect((await run("help", name)).stdout).toMatch(new RegExp(`^roux ${name} `));
    expect((await run("run", "--help")).stdout).toBe((await run("help", "run")).stdout);
  });

  test("--version", async () => {
    const { version } = JSON.parse(
      await readFile(path.resolve(roux, "../../../../package.json"), "utf8"),
    ) as { version: string };
    expect((await run("--version")).stdout).toBe(`roux ${version}\n`);
  });

  test.each([
    [["rnu"], 'roux: unknown command "rnu". Did you mean "run"?'],
    [["run", "--tiemout", "3", "a.ts"], "roux run: unknown option --tiemout. Did you mean --timeout?"],
    [["run"], "roux run: expected one NOTEBOOK, got none. See: roux help run"],
    [["run", "a.ts", "b.ts"], "roux run: expected one NOTEBOOK, got also b.ts. See: roux help run"],
    [["run", "a.ts", "-o"], "roux run: expected a value after --output, got none. See: roux help run"],
    [["run", "a.ts", "-p", "x"], "roux run: expected a name and a value after -p, as in -p epochs 3."],
    [["run", "a.ts", "-o", "b.html"], "roux run: expected -o to name an .ipynb file, got b.html."],
    [
      ["run", "a.ts", "--timeout", "0"],
      'roux run: expected seconds greater than 0 after --timeout, got "0".',
    ],
    [["run", "a.ts", "--types", "no"], 'roux run: expected --types error, warn or off, got "no".'],
    [
      ["convert", "a.ts"],
      "roux convert: expected two files, FROM and TO, got only a.ts. See: roux help convert",
    ],
    [
      ["engine", "instal"],
      'roux engine: expected install, list, remove, got "instal". Did you mean install?',
    ],
    [
      ["engine", "remove"],
      "roux engine remove: expected the NAME of an engine, got none. See: roux engine list",
    ],
    [
      ["install", "--user", "--prefix", "x"],
      "roux install: expected one of --user, --sys-prefix and --prefix, got 2.",
    ],
  ])("roux %j is wrong usage", async (args, message) => {
    expect(await run(...args)).toEqual({ code: 2, stdout: "", stderr: `${message}\n` });
  });

  test("roux install and uninstall", async () => {
    const installed = await run("install", "--json");
    const { folder: kernel } = JSON.parse(installed.stdout) as { folder: string };
    expect(kernel.startsWith(folder)).toBe(true);
    expect((await run("uninstall")).stdout).toContain("Removed");
    expect((await run("uninstall")).stdout).toContain("There was no such kernel");
  });

  test("roux kernel says what is wrong with a damaged connection file", async () => {
    await writeFile(file("connection.json"), "{");
    const { code, stdout, stderr } = await run("kernel", "connection.json");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^kernel: expected JSON in connection\.json, got something else\. .+\n$/);
  });

  test("roux doctor fits one screen, and is JSON on request", async () => {
    const { stdout } = await run("doctor");
    for (const what of ["roux", "Node", "Engine", "Graphics", "Python", "Jupyter", "Kernel", "Cache"]) {
      expect(stdout).toMatch(new RegExp(`^. ${what} +\\S`, "m"));
    }
    expect(stdout.split("\n").length).toBeLessThan(24);
    const { findings, works } = JSON.parse((await run("doctor", "--json")).stdout) as {
      findings: unknown[];
      works: boolean;
    };
    expect(findings.length).toBeGreaterThan(6);
    expect(works).toBe(true);
  });

  test("roux engine list in an empty cache", async () => {
    expect((await run("engine", "list")).stdout).toBe(
      "No engine is installed. To fetch one: npx roux engine install\n",
    );
    expect((await run("engine", "list", "--json")).stdout).toBe("[]\n");
    const removed = await run("engine", "remove", "tensorflow");
    expect(removed.code).toBe(1);
    expect(removed.stderr).toContain("expected an installed engine");
  });
});

describe("roux run", () => {
  const text =
    '// %% [markdown]\n// # Try\n\n// %% tags=["parameters"]\nconst epochs: number = 2;\n\n// %% Print\nfor (let i = 0; i < epochs; i++) console.log(i);\nepochs * 2\n';

  test("writes outputs and a page; parameters reach the cells", async () => {
    await writeFile(file("a.ts"), text);
    const { code, stdout } = await run("run", "a.ts", "-p", "epochs", "3", "--html", "a.html");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^✓ 1\/3 .*\n✓ 2\/3 .*\n✓ 3\/3 {2}Print .*\nDone: 3 cells in .*\. Wrote a\.ipynb and a\.html\.\n$/,
    );
    const { cells, metadata } = await notebook("a.ipynb");
    expect(cells.map(({ outputs }) => outputs?.map(({ text, data }) => text ?? data))).toEqual([
      undefined,
      [],
      [],
      [["0\n", "1\n", "2\n"], { "text/plain": expect.anything() as unknown }],
    ]);
    expect(metadata.papermill).toMatchObject({
      parameters: { epochs: 3 },
      default_parameters: { epochs: 2 },
      exception: null,
    });
    expect(await readFile(file("a.html"), "utf8")).toContain("<title>Try</title>");
    expect(await readdir(folder)).not.toContainEqual(expect.stringContaining("partial"));
  });

  test("a cell that fails: exit 1, its error, what to type next; resuming after mending goes on", async () => {
    await writeFile(file("a.ts"), `${text}\n// %% Break\nthrow new RangeError("too far");\n`);
    const failed = await run("run", "a.ts");
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain("RangeError: too far");
    expect(failed.stdout).toContain("Go on after mending it: roux run a.ts --resume\n");
    await writeFile(file("a.ts"), `${text}\n// %% Break\nepochs\n`);
    const resumed = await run("run", "a.ts", "--resume", "--json");
    expect(resumed.code).toBe(0);
    expect(JSON.parse(resumed.stdout)).toMatchObject({
      status: "completed",
      output: "a.ipynb",
      cells: [{ again: true }, { again: true }, { title: "Break", status: "ok" }],
    });
    expect((await run("run", "a.ts", "--resume")).stdout).toContain("Nothing left to run.");
  });

  test("types are checked from the first cell on", async () => {
    await writeFile(file("a.ts"), "// %%\nconst word: string = 5;\nconsole.log('ran');\n");
    const refused = await run("run", "a.ts");
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain("TS2322: Type 'number' is not assignable to type 'string'.");
    expect(await readFile(file("a.ipynb"), "utf8")).not.toContain("ran\\n");
    expect((await run("run", "a.ts", "--types", "off")).code).toBe(0);
  });

  test("bad input is named before anything runs, and nothing is written", async () => {
    await writeFile(file("bad.ipynb"), "{");
    await writeFile(file("a.ts"), text);
    expect(await run("run", "bad.ipynb")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        "bad.ipynb: expected a notebook (JSON), got JSON that ends in the middle.",
      ) as unknown,
    });
    expect(await run("run", "none.ts")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("none.ts: expected a file to read, got no such file.") as unknown,
    });
    expect(await run("run", "a.ts", "-p", "epoch", "3")).toMatchObject({
      code: 2,
      stderr: 'roux run a.ts: expected a parameter among epochs, got "epoch".\n',
    });
    expect(await run("run", "a.ts", "-o", "no/a.ipynb")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Make the folder first.") as unknown,
    });
    expect(await readdir(folder)).toEqual(["a.ts", "bad.ipynb"]);
  });

  test("a cell over its time is interrupted", async () => {
    await writeFile(file("a.ts"), "// %%\nwhile (true) {}\n");
    const { code, stdout } = await run("run", "a.ts", "--timeout", "0.5");
    expect(code).toBe(1);
    expect(stdout).toContain("TimeoutError: the cell ran longer than 0.5 s (--timeout)\n");
  });

  test("Ctrl-C saves what is done and exits with 130", async () => {
    await writeFile(
      file("a.ts"),
      '// %%\nconsole.log("done");\n\n// %%\nconsole.log("half");\nwhile (true) {}\n',
    );
    const child = spawn(process.execPath, [roux, "run", "a.ts"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const code = new Promise<number | null>((resolve) => child.on("close", resolve));
    // The first cell's line is written when the second is about to start.
    await new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
    await new Promise((resolve) => setTimeout(resolve, 500));
    child.kill("SIGINT");
    expect(await code).toBe(130);
    const { cells } = await notebook("a.ipynb");
    expect(cells.map(({ outputs }) => outputs[0]?.["text"])).toEqual([["done\n"], ["half\n"]]);
    expect(cells[1]!.metadata.papermill).toMatchObject({ status: "failed" });
  });

  test("convert there and back; export with and without code", async () => {
    await writeFile(file("a.ts"), text);
    expect((await run("convert", "a.ts", "b.ipynb")).stdout).toBe("Wrote b.ipynb (3 cells).\n");
    expect((await run("convert", "b.ipynb", "c.ts")).code).toBe(0);
    expect(await readFile(file("c.ts"), "utf8")).toBe(text);
    expect((await run("convert", "a.ts", "b.py")).code).toBe(2);
    expect((await run("export", "b.ipynb")).stdout).toMatch(/^Wrote b\.html \(\d/);
    expect(await readFile(file("b.html"), "utf8")).toContain("epochs");
    await run("export", "b.ipynb", "--no-code", "-o", "plain.html");
    expect(await readFile(file("plain.html"), "utf8")).not.toContain("console");
  });
});
