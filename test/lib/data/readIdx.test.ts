import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readIdx } from "../../../lib/data/index.ts";
import { DataError } from "../../../lib/errors/index.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "idx-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, bytes: number[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, Uint8Array.from(bytes));
  return path;
}

test("reads bytes and big-endian 16-bit numbers", async () => {
  const bytes = await file("bytes", [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255]);
  expect(await readIdx(bytes)).toEqual({ shape: [2, 3], values: Uint8Array.of(1, 2, 3, 4, 5, 255) });
  const shorts = await file("shorts", [0, 0, 0x0b, 1, 0, 0, 0, 2, 1, 0, 255, 255]);
  expect(await readIdx(shorts)).toEqual({ shape: [2], values: Int16Array.of(256, -1) });
  const empty = await file("none", [0, 0, 8, 1, 0, 0, 0, 0]);
  expect(await readIdx(empty)).toEqual({ shape: [0], values: new Uint8Array(0) });
});

test("says what is wrong with a file", async () => {
  const magic = await file("png", [0x89, 0x50, 0x4e, 0x47]);
  await expect(readIdx(magic)).rejects.toThrow(
    /an IDX file \(first bytes 00 00 08 …\) at .*png, got first bytes 89504e47/,
  );
  const gzip = await file("gzip", [0x1f, 0x8b, 8, 0, 0]);
  await expect(readIdx(gzip)).rejects.toThrow("It is gzipped: gunzip it first.");
  const short = await file("short", [0, 0, 8, 1, 0, 0, 0, 9, 1, 2]);
  await expect(readIdx(short)).rejects.toThrow(
    /expected 17 bytes for an array of shape \[9\] in .*short, got 10. The file is cut off/,
  );
  const long = await file("long", [0, 0, 8, 1, 0, 0, 0, 1, 1, 2]);
  await expect(readIdx(long)).rejects.toThrow(/more than its header says/);
  await expect(readIdx(await file("empty", []))).rejects.toThrow(/an empty file/);
  await expect(readIdx(join(folder, "missing"))).rejects.toThrow(DataError);
  await expect(readIdx(join(folder, "missing"))).rejects.toThrow(/expected a file at .*missing, got none/);
});
