import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  installKernelspec,
  jupyterDataFolder,
  KernelspecError,
  logoPng,
  uninstallKernelspec,
} from "../../../kernel/install/index.ts";

let prefix: string;
beforeEach(() => {
  prefix = fs.mkdtempSync(path.join(os.tmpdir(), "roux-prefix-"));
});
afterEach(() => fs.rmSync(prefix, { recursive: true }));

describe("installKernelspec", () => {
  it("writes a kernelspec that Jupyter can start from anywhere", () => {
    const { folder } = installKernelspec({ prefix });
    expect(fs.readdirSync(folder).toSorted()).toEqual([
      "kernel.json",
      "logo-32x32.png",
      "logo-64x64.png",
      "logo-svg.svg",
    ]);
    const spec = JSON.parse(fs.readFileSync(path.join(folder, "kernel.json"), "utf8")) as { argv: string[] };
    expect(spec).toMatchObject({
      display_name: "TypeScript (roux)",
      language: "typescript",
      interrupt_mode: "message",
    });
    expect(spec.argv.slice(2)).toEqual(["kernel", "{connection_file}"]);
    expect(spec.argv.slice(0, 2).every((file) => path.isAbsolute(file))).toBe(true);
  });

  it("replaces what was there, and leaves nothing else behind", () => {
    installKernelspec({ prefix });
    installKernelspec({ prefix });
    expect(fs.readdirSync(path.join(prefix, "share/jupyter/kernels"))).toEqual(["roux"]);
    expect(uninstallKernelspec({ prefix })).toBe(true);
    expect(uninstallKernelspec({ prefix })).toBe(false);
  });

  it("does not remove another kernel of that name", () => {
    const folder = path.join(prefix, "share/jupyter/kernels/roux");
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "kernel.json"), '{"argv": ["python"]}');
    expect(() => uninstallKernelspec({ prefix })).toThrow(KernelspecError);
  });

  it("says what a name may be, and where it could not write", () => {
    expect(() => installKernelspec({ prefix, name: "../x" })).toThrow('got "../x"');
    const file = path.join(prefix, "file");
    fs.writeFileSync(file, "");
    expect(() => installKernelspec({ prefix: file })).toThrow(/expected to write .*got E(NOTDIR|EXIST)/);
  });
});

describe("jupyterDataFolder", () => {
  it.each([
    [{ JUPYTER_DATA_DIR: "/d" }, "linux", "/d"],
    [{ HOME: "/h" }, "linux", "/h/.local/share/jupyter"],
    [{ HOME: "/h", XDG_DATA_HOME: "/x" }, "linux", "/x/jupyter"],
    [{ HOME: "/h" }, "darwin", "/h/Library/Jupyter"],
  ] as const)("%j on %s is %s", (environment, platform, folder) =>
    expect(jupyterDataFolder(environment, platform)).toBe(folder),
  );
});

describe("logoPng", () => {
  it("is an image of the size asked for, blue with clear corners", async () => {
    const { data, info } = await sharp(logoPng(32)).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([32, 32, 4]);
    expect([...data.subarray(0, 4)][3]).toBe(0);
    expect([...data.subarray(16 * 4, 16 * 4 + 4)]).toEqual([0x31, 0x78, 0xc6, 255]);
  });
});
