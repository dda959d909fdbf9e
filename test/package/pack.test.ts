import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

// A stranger installs the packed project into an empty folder, with install scripts allowed: no compiler, no download
// of our own may be needed, and everything the README promises of the package has to be in it.

const root = path.resolve(import.meta.dirname, "../..");
let project: string;

function npm(args: string[], cwd: string): string {
  return execFileSync("npm", args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, npm_config_ignore_scripts: "false" },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function run(args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: project, encoding: "utf8" });
}

beforeAll(() => {
  project = mkdtempSync(path.join(tmpdir(), "roux-pack-"));
  npm(["pack", "--silent", "--pack-destination", project], root);
  const tarball = readdirSync(project).find((file) => file.endsWith(".tgz"));
  writeFileSync(path.join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  npm(["install", "--no-audit", "--no-fund", "--loglevel=error", `./${tarball}`], project);
}, 300_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

test("the tarball holds what a user needs and nothing of the workshop", () => {
  const files = readdirSync(path.join(project, "node_modules/roux"));
  expect(files.sort()).toEqual(["LICENSE", "README.md", "dist", "notebooks", "package.json"]);
});

test("development dependencies are not needed", () => {
  expect(existsSync(path.join(project, "node_modules/@tensorflow/tfjs-node-gpu"))).toBe(false);
  expect(existsSync(path.join(project, "node_modules/vitest"))).toBe(false);
});

test("the library imports, and computes on whatever engine there is", () => {
  writeFileSync(
    path.join(project, "first.js"),
    `import { tf, engine, data, inspect, models, train, checks, evaluate, plot, report } from "roux";
     await engine.ready();
     const total = (await tf.tensor([1, 2, 3]).sum().data())[0];
     console.log(JSON.stringify({ total, engine: engine.info().name, namespaces: [data, inspect, models, train, checks, evaluate, plot, report].every((n) => Object.keys(n).length > 0) }));`,
  );
  const printed = JSON.parse(run(["first.js"]).trim().split("\n").at(-1)!);
  expect(printed).toMatchObject({ total: 6, namespaces: true });
  expect(["tensorflow", "wasm", "cpu"]).toContain(printed.engine);
});

test("each folder of the library can be imported by itself", () => {
  writeFileSync(
    path.join(project, "folders.js"),
    `for (const folder of ["data", "inspect", "models", "train", "checks", "evaluate", "plot", "report", "engine", "display"])
       if (Object.keys(await import("roux/" + folder)).length === 0) throw new Error(folder + " exports nothing");
     console.log("all");`,
  );
  expect(run(["folders.js"])).toContain("all");
});

test("it can be required, as tslab does", () => {
  writeFileSync(path.join(project, "required.cjs"), `console.log(typeof require("roux").data.digits);`);
  expect(run(["required.cjs"])).toContain("function");
});

test("its types are found and strict", () => {
  writeFileSync(
    path.join(project, "typed.ts"),
    `import { data, tf } from "roux";
     const digits = await data.digits();
     const size: number = digits.size;
     // @ts-expect-error a size is a number
     const wrong: string = digits.size;
     export const shape: number[] = tf.ones([size, 1]).shape;
     export { wrong };`,
  );
  const tsc = path.join(project, "node_modules/typescript/bin/tsc");
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "esnext"];
  expect(() => run([tsc, ...options, "--types", "node", "typed.ts"])).not.toThrow();
});

test("the command answers", () => {
  const bin = path.join(project, "node_modules/.bin/roux");
  expect(execFileSync(bin, ["--version"], { encoding: "utf8" })).toMatch(/\d+\.\d+\.\d+/);
  expect(execFileSync(bin, ["help"], { encoding: "utf8" })).toContain("roux run");
});

test("a notebook runs in the stranger's project and becomes a page", () => {
  const bin = path.join(project, "node_modules/.bin/roux");
  writeFileSync(
    path.join(project, "hello.ts"),
    `// %% [markdown]\n// # Hello\n// %%\nimport { tf } from "roux";\nconst x = tf.ones([2, 2]);\nx.sum().dataSync()[0]\n`,
  );
  execFileSync(bin, ["run", "hello.ts", "-o", "hello.ipynb", "--html", "hello.html"], {
    cwd: project,
    encoding: "utf8",
  });
  expect(existsSync(path.join(project, "hello.ipynb"))).toBe(true);
  expect(existsSync(path.join(project, "hello.html"))).toBe(true);
});
