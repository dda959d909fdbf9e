import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { installEngine, listEngines, removeEngine } from "../../../../lib/engine/install/index.ts";
import type { InstallProgress } from "../../../../lib/engine/install/index.ts";
import { checkSpace, explainFullDisk } from "../../../../lib/engine/install/diskSpace.ts";
import { isWheel, wheelFor } from "../../../../lib/engine/install/wheels.ts";
import { EngineError, OptionError } from "../../../../lib/errors/index.ts";
import { fakeVersion as version, writeFakeWheel } from "./fakeWheel.ts";

const platform = `${process.platform}-${process.arch}`;
const wheel = wheelFor(platform)!;
const pip = spawnSync("python3", ["-m", "pip", "--version"]).status === 0;

let folder: string;
let wheelFolder: string;
let engines: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "roux-install-"));
  wheelFolder = path.join(folder, "wheels");
  engines = path.join(folder, "cache", "engines");
  mkdirSync(wheelFolder);
  vi.stubEnv("ROUX_CACHE", path.join(folder, "cache"));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** Nothing half-done, visible or hidden. */
function expectNoRemains(): void {
  expect(existsSync(engines) ? readdirSync(engines).filter((name) => name.startsWith(".")) : []).toEqual([]);
}

describe("installEngine", () => {
  it("takes the library out of a wheel, checks it, and says how far it is", async () => {
    writeFakeWheel(wheelFolder);
    const seen: InstallProgress[] = [];
    const engine = await installEngine({
      wheelFolder,
      version,
      onProgress: (progress) => seen.push(progress),
    });
    expect(engine).toMatchObject({
      package: wheel.package,
      version,
      platform,
      bytes: 1000 * wheel.members.length,
    });
    for (const member of wheel.members) {
      expect(readFileSync(path.join(engine.folder, path.basename(member)), "utf8")).toContain(member);
    }
    expect(readdirSync(engine.folder).toSorted()).toEqual(
      ["engine.json", ...wheel.members.map((member) => path.basename(member))].toSorted(),
    );
    expect(seen.at(-1)).toEqual({ step: "done", doneBytes: engine.bytes, totalBytes: engine.bytes });
    const extracted = seen.filter(({ step }) => step === "extract").map(({ doneBytes }) => doneBytes);
    expect(extracted).toEqual(extracted.toSorted((a, b) => a - b));
    expect(extracted.at(-1)).toBe(engine.bytes);
    expectNoRemains();
  });

  it("does nothing when it is there, and can be listed and removed", async () => {
    writeFakeWheel(wheelFolder);
    const engine = await installEngine({ wheelFolder, version });
    expect(await installEngine({ wheelFolder: "nowhere", version })).toEqual(engine);
    expect([...listEngines()]).toEqual([engine]);
    expect(listEngines()[0]!.name).toBe(`${wheel.package}-${version}-${platform}`);
    await expect(removeEngine("tensorflow")).rejects.toThrow(
      `engine.remove: expected one of ${engine.name}, got "tensorflow".`,
    );
    await removeEngine(engine.name);
    expect([...listEngines()]).toEqual([]);
    expect(readdirSync(engines)).toEqual([]);
  });

  it("three at once end with one whole engine", async () => {
    writeFakeWheel(wheelFolder, { size: 2_000_000 });
    const made = await Promise.all([1, 2, 3].map(() => installEngine({ wheelFolder, version })));
    expect(made[1]).toEqual(made[0]);
    expect(made[2]).toEqual(made[0]);
    expect(readdirSync(engines)).toEqual([made[0]!.name]);
  });

  it.skipIf(!pip)("fetches with the user's pip and its settings", async () => {
    writeFakeWheel(wheelFolder);
    vi.stubEnv("PIP_NO_INDEX", "1");
    vi.stubEnv("PIP_FIND_LINKS", wheelFolder);
    const engine = await installEngine({ version });
    expect(engine.files.map(({ bytes }) => bytes)).toEqual(wheel.members.map(() => 1000));
    expectNoRemains();
  });

  it.skipIf(!pip)("says what pip says when it finds nothing", async () => {
    vi.stubEnv("PIP_NO_INDEX", "1");
    vi.stubEnv("PIP_FIND_LINKS", wheelFolder);
    await expect(installEngine({ version })).rejects.toThrow(
      new RegExp(
        `expected pip to fetch ${wheel.package}==${version}, got "ERROR: .*No matching distribution`,
      ),
    );
    expectNoRemains();
  });

  it("says so without Python", async () => {
    vi.stubEnv("ROUX_PYTHON", path.join(folder, "python-that-is-not-there"));
    await expect(installEngine({ version })).rejects.toThrow(
      "engine.install: expected Python 3 with pip on the path, which fetches TensorFlow, got no Python. Install Python,",
    );
    expectNoRemains();
  });

  it.skipIf(!pip)("uses the TensorFlow that Python has, where it lies", async () => {
    const tensorflow = path.join(folder, "site-packages", "tensorflow");
    mkdirSync(path.join(tensorflow, "python"), { recursive: true });
    for (const member of wheel.members) writeFileSync(path.join(folder, "site-packages", member), "library");
    writeFileSync(path.join(tensorflow, "__init__.py"), "raise Exception('imported')");
    const info = path.join(folder, "site-packages", "tensorflow-2.19.1.dist-info");
    mkdirSync(info);
    writeFileSync(path.join(info, "METADATA"), "Metadata-Version: 2.1\nName: tensorflow\nVersion: 2.19.1\n");
    vi.stubEnv("PYTHONPATH", path.join(folder, "site-packages"));
    const engine = await installEngine();
    expect(engine).toMatchObject({ version: "2.19.1", folder: tensorflow, bytes: 0 });
    await removeEngine(engine.name);
    expect(existsSync(path.join(tensorflow, path.basename(wheel.members[0]!)))).toBe(true);
    expectNoRemains();
  });

  describe("bad input leaves what was there", () => {
    it.each([
      [
        "another digest",
        { wrongDigest: wheel.members[0]! },
        /with another SHA-256 digest than its RECORD names/,
      ],
      ["a missing member", { without: wheel.members[0]! }, /none named tensorflow/],
    ])("%s", async (_, damage, message) => {
      writeFakeWheel(wheelFolder, damage);
      await expect(installEngine({ wheelFolder, version })).rejects.toThrow(message);
      await expect(installEngine({ wheelFolder, version })).rejects.toThrow(EngineError);
      expect([...listEngines()]).toEqual([]);
      expectNoRemains();
    });

    it("a truncated wheel", async () => {
      truncateSync(writeFakeWheel(wheelFolder), 900);
      await expect(installEngine({ wheelFolder, version })).rejects.toThrow(
        /expected a whole TensorFlow wheel in/,
      );
      expectNoRemains();
    });

    it("a folder without the wheel, or none", async () => {
      await expect(installEngine({ wheelFolder, version })).rejects.toThrow(
        `engine.install: expected a wheel of ${wheel.package} ${version} for ${wheel.tags[0]} in ${wheelFolder}, got none.`,
      );
      await expect(installEngine({ wheelFolder: "nowhere", version })).rejects.toThrow(
        /expected a folder of wheels, got nowhere/,
      );
    });

    it.skipIf(!wheel.sha256)("a wheel that claims to be the known version", async () => {
      const file = writeFakeWheel(wheelFolder);
      writeFileSync(file.replace(version, "2.20.0"), readFileSync(file));
      await expect(installEngine({ wheelFolder })).rejects.toThrow(`with SHA-256 ${wheel.sha256}, got`);
      expect([...listEngines()]).toEqual([]);
    });

    it("an engine whose file lost its end is not used, and is replaced", async () => {
      writeFakeWheel(wheelFolder);
      const engine = await installEngine({ wheelFolder, version });
      truncateSync(path.join(engine.folder, engine.files[0]!.name), 10);
      expect([...listEngines()]).toEqual([]);
      expect(await installEngine({ wheelFolder, version })).toEqual(engine);
      expect(readdirSync(engines)).toEqual([engine.name]);
    });

    it("an unknown option", async () => {
      await expect(installEngine({ wheels: "x" } as never)).rejects.toThrow(OptionError);
    });
  });

  it("stops when asked, and leaves nothing", async () => {
    writeFakeWheel(wheelFolder, { size: 5_000_000 });
    const stop = new AbortController();
    const install = installEngine({
      wheelFolder,
      version,
      signal: stop.signal,
      onProgress: ({ step }) => step === "extract" && stop.abort(),
    });
    await expect(install).rejects.toThrow(/abort/i);
    expect([...listEngines()]).toEqual([]);
    expectNoRemains();
  });

  it("killed in the middle it leaves no engine, and the next installation clears up", async () => {
    writeFakeWheel(wheelFolder, { size: 5_000_000 });
    const script = `
      const { installEngine } = await import(${JSON.stringify(path.resolve("dist/lib/engine/install/index.js"))});
      await installEngine({ wheelFolder: ${JSON.stringify(wheelFolder)}, version: "${version}", onProgress: ({ step, doneBytes }) => {
        if (step !== "extract" || doneBytes < 1_000_000) return;
        process.stdout.write("middle");
        for (;;);
      }});`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(readdirSync(engines).filter((name) => name.startsWith(".staging-"))).toHaveLength(1);
    expect([...listEngines()]).toEqual([]);
    vi.stubEnv("ROUX_PYTHON", "no-python");
    await expect(installEngine({ version })).rejects.toThrow(/no Python/);
    expectNoRemains();
    expect((await installEngine({ wheelFolder, version })).bytes).toBe(5_000_000 * wheel.members.length);
  });

  it("killed after the download it doesn't download again", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const name = `.staging-${os.hostname().replace(/[^\w.]/g, "_")}-${pid}-abcdef`;
    mkdirSync(path.join(engines, name), { recursive: true });
    writeFakeWheel(path.join(engines, name));
    vi.stubEnv("ROUX_PYTHON", "no-python");
    expect((await installEngine({ version })).version).toBe(version);
    expectNoRemains();
  });
});

describe("checkSpace", () => {
  it("refuses before anything is written", async () => {
    await expect(checkSpace("/data", 1.1e9, async () => 512.3e6)).rejects.toThrow(
      "roux engine install: expected 1,100 MB free on the disk of /data, got 513 MB. Free some space, or name a folder on another disk with ROUX_CACHE.",
    );
    await expect(checkSpace("/data", 100, async () => 100)).resolves.toBeUndefined();
    await expect(checkSpace(folder, 1)).resolves.toBeUndefined();
  });

  it("explains a disk that fills up meanwhile", () => {
    const full = Object.assign(new Error("write ENOSPC"), { code: "ENOSPC" });
    expect(explainFullDisk(full, "/data")).toMatchObject({ received: "a full disk", cause: full });
    expect(explainFullDisk("other", "/data")).toBe("other");
  });
});

describe("wheels", () => {
  it("names each platform's library as the wheels carry it", () => {
    expect(wheelFor("linux-arm64")).toMatchObject({
      package: "tensorflow",
      members: wheelFor("linux-x64")!.members,
    });
    expect(wheelFor("darwin-arm64")!.members).toContain("tensorflow/libtensorflow_cc.2.dylib");
    expect(wheelFor("win32-x64")!.members).toEqual(["tensorflow/python/_pywrap_tensorflow_common.dll"]);
    expect(wheelFor("darwin-x64")).toBeUndefined();
  });

  it.each([
    ["tensorflow_cpu-2.20.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", true],
    ["tensorflow_cpu-2.20.0-cp312-cp312-manylinux_2_17_aarch64.manylinux2014_aarch64.whl", false],
    ["tensorflow_cpu-2.19.0-cp312-cp312-manylinux_2_17_x86_64.whl", false],
    ["tensorflow-2.20.0-cp312-cp312-manylinux_2_17_x86_64.whl", false],
    ["tensorflow_cpu-2.20.0-cp312-cp312-manylinux_2_17_x86_64.whl.part", false],
  ])("%s: %s", (file, expected) => {
    expect(isWheel(file, wheelFor("linux-x64")!, "2.20.0")).toBe(expected);
  });
});
