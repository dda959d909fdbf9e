import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";

it("a damaged connection file ends the kernel with code 2 and one sentence, no stack", () => {
  const main = path.resolve(import.meta.dirname, "../../../dist/kernel/jupyter/main.js");
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, "/no/such/file.json"], {
    encoding: "utf8",
  });
  expect(status).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toMatch(
    /^kernel: expected a connection file at \/no\/such\/file\.json, got no file\. .+\n$/,
  );
});
