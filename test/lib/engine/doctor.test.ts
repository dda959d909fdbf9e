import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it, vi } from "vitest";

const folder = mkdtempSync(path.join(os.tmpdir(), "roux-doctor-"));
vi.stubEnv("ROUX_CACHE", folder);
vi.stubEnv("ROUX_TENSORFLOW", "");
vi.stubEnv("ROUX_ENGINE", "wasn");
const { doctor } = await import("../../../lib/engine/doctor.ts");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("tells what is there and what to type, even when the engine cannot start", async () => {
  writeFileSync(path.join(folder, "something"), "12345");
  const diagnosis = await doctor();
  const message = 'ROUX_ENGINE: expected tensorflow, wasm, cpu, got "wasn". Did you mean "wasm"?';
  expect(diagnosis).toEqual({
    node: {
      version: process.versions.node,
      supported: true,
      platform: `${process.platform}-${process.arch}`,
    },
    engine: { error: message },
    gpus: expect.any(Array) as string[],
    cache: { folder, bytes: 5 },
    installed: [],
    advice: [message],
  });
  expect(structuredClone(diagnosis)).toEqual(diagnosis);
});
