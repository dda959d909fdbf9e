import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { libraryNames } from "../../../lib/engine/tensorflow/libraryNames.ts";
import { library } from "./library.ts";

const empty = mkdtempSync(path.join(os.tmpdir(), "roux-engine-"));
afterAll(() => rmSync(empty, { recursive: true, force: true }));

/** Runs a script in a process of its own, as the engine is chosen once per process. `engine` and `tf` are there. */
function run(
  script: string,
  environment: Record<string, string>,
): { stdout: string; stderr: string; status: number | null } {
  const module = pathToFileURL(path.resolve("dist/lib/engine/index.js")).href;
  const source = `const { engine, tf } = await import("${module}"); const say = (value) => console.log(JSON.stringify(value)); ${script}`;
  const unset = { ROUX_TENSORFLOW: "", ROUX_ENGINE: "", VIRTUAL_ENV: "", CONDA_PREFIX: "" };
  return spawnSync(process.execPath, ["--input-type=module", "-e", source], {
    encoding: "utf8",
    env: { ...process.env, ...unset, ...environment },
  });
}

const nothing = { ROUX_CACHE: empty };

describe("engine", () => {
  it("computes directly after the import, with nothing installed, and says how to be faster", () => {
    const { stdout, stderr } = run(
      `say([...tf.add([1, 2], 3).dataSync()]); say(tf.getBackend()); say((await engine.ready()).name); say(engine.info());`,
      nothing,
    );
    const [sum, early, ready, info] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect([sum, early, ready]).toEqual([[4, 5], "cpu", "wasm"]);
    expect(info).toMatchObject({
      name: "wasm",
      reason: "no TensorFlow library was found",
      advice: "Type `npx roux engine install` for an engine that is many times faster.",
    });
    expect(stderr).toBe("");
  });

  it("says one line when shown", () => {
    const { stdout } = run(
      `await engine.ready(); const bundle = await engine[Symbol.for("Jupyter.display")](); say(bundle["text/plain"]); say(Object.keys(bundle)); say(JSON.parse(JSON.stringify(engine)));`,
      nothing,
    );
    const [text, kinds, data] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(text).toMatch(
      /^Engine: WebAssembly .* because no TensorFlow library was found\. Type `npx roux engine install` for/,
    );
    expect(kinds).toContain("text/html");
    expect(data).toEqual({});
  });

  it.each(["cpu", "wasm"])("is %s when ROUX_ENGINE asks for it", (name) => {
    const { stdout } = run(`say((await engine.ready()).name)`, { ...nothing, ROUX_ENGINE: name });
    expect(JSON.parse(stdout)).toBe(name);
  });

  it("refuses a name it doesn't know, and TensorFlow when it isn't there", () => {
    expect(run("", { ...nothing, ROUX_ENGINE: "tensorflaw" }).stderr).toContain(
      'ROUX_ENGINE: expected tensorflow, wasm, cpu, got "tensorflaw". Did you mean "tensorflow"?',
    );
    expect(run("", { ...nothing, ROUX_ENGINE: "tensorflow" }).stderr).toContain(
      "engine: expected a TensorFlow library, as ROUX_ENGINE=tensorflow asks, got none. Type `npx roux engine install`.",
    );
  });

  it("saves and loads models under file:// on every engine", () => {
    const folder = pathToFileURL(path.join(empty, "model")).href;
    const { stdout, stderr } = run(
      `const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3], kernelInitializer: "ones" })] });
       await model.save("${folder}"); const again = await tf.loadLayersModel("${folder}/model.json");
       say([...again.predict(tf.ones([1, 3])).dataSync()]);`,
      nothing,
    );
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual([3, 3]);
  });

  describe("with a library that is no good says why and computes all the same", () => {
    const script = `say([...tf.add([1, 2], 3).dataSync()]); say((await engine.ready()).name); say(engine.info().reason);`;
    const names = libraryNames(process.platform)!;

    it("no file", () => {
      const folder = mkdtempSync(path.join(empty, "no-file-"));
      const { stdout, stderr } = run(script, { ...nothing, ROUX_TENSORFLOW: folder });
      const [sum, name, reason] = stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown);
      expect([sum, name, stderr]).toEqual([[4, 5], "wasm", ""]);
      expect(reason).toMatch(
        /^the TensorFlow library could not be loaded: engine: expected the file .* got no such file\./,
      );
    });

    it("files that are no libraries", () => {
      const folder = mkdtempSync(path.join(empty, "no-library-"));
      for (const name of [...names.needs, names.library])
        writeFileSync(path.join(folder, name), "<html>404</html>");
      const { stdout, stderr } = run(script, { ...nothing, ROUX_TENSORFLOW: folder });
      const [sum, name, reason] = stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown);
      expect([sum, name, stderr]).toEqual([[4, 5], "wasm", ""]);
      expect(reason).toContain("to be a whole library");
    });

    it.skipIf(!library || process.platform !== "linux")(
      "a library that lost its end, which would kill the process",
      () => {
        const folder = mkdtempSync(path.join(empty, "cut-"));
        for (const name of [...names.needs, names.library]) {
          const start = Buffer.alloc(1_000_000);
          const source = openSync(path.join(library!.folder, name), "r");
          readSync(source, start);
          closeSync(source);
          writeFileSync(path.join(folder, name), start);
        }
        const { stdout, stderr } = run(script, { ...nothing, ROUX_TENSORFLOW: folder });
        const [sum, name, reason] = stdout
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as unknown);
        expect([sum, name, stderr]).toEqual([[4, 5], "wasm", ""]);
        expect(reason).toMatch(/to be a whole library of \d+ bytes, got 1000000 bytes/);
      },
    );
  });
});
