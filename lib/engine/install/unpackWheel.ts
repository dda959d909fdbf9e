import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { EngineError } from "../../errors/index.ts";
import type { EngineFile } from "./installedEngines.ts";
import type { OnProgress } from "./InstallProgress.ts";

/** What we use of yauzl, which comes without types. */
interface ZipEntry {
  fileName: string;
  uncompressedSize: number;
}
interface ZipFile {
  eachEntry(): AsyncIterable<ZipEntry>;
  openReadStreamPromise(entry: ZipEntry): Promise<Readable>;
  close(): void;
}
interface Yauzl {
  openPromise(file: string, options: { autoClose: boolean; lazyEntries: boolean }): Promise<ZipFile>;
}

/** The digest of a file, as hexadecimal digits. */
export async function sha256(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash, { signal: signal! });
  return hash.digest("hex");
}

/** The members of a wheel that we want, listed before any is unpacked. */
export interface OpenWheel {
  /** Bytes of the wanted members, unpacked. */
  bytes: number;
  /** Unpacks the wanted members side by side into `folder`, checking each against the digest in the wheel's RECORD. */
  unpack(
    folder: string,
    options: { onProgress: OnProgress; signal?: AbortSignal | undefined },
  ): Promise<EngineFile[]>;
  close(): void;
}

/** @throws {EngineError} when the file is no zip file or lacks a member */
export async function openWheel(file: string, members: readonly string[]): Promise<OpenWheel> {
  const yauzl = createRequire(import.meta.url)("yauzl") as Yauzl;
  let zip: ZipFile;
  const entries = new Map<string, ZipEntry>();
  try {
    zip = await yauzl.openPromise(file, { autoClose: false, lazyEntries: true });
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  } catch (cause) {
    throw damaged(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
  const record = [...entries.values()].find(({ fileName }) => /^[^/]+\.dist-info\/RECORD$/.test(fileName));
  const missing = members.filter((member) => !entries.has(member));
  if (missing.length > 0 || !record) {
    zip.close();
    throw damaged(file, `none named ${missing.join(", ") || "RECORD"}`);
  }
  const wanted = members.map((member) => entries.get(member)!);
  const totalBytes = wanted.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  return {
    bytes: totalBytes,
    async unpack(folder, { onProgress, signal }) {
      const digests = readRecord(await text(await zip.openReadStreamPromise(record)));
      const files: EngineFile[] = [];
      let doneBytes = 0;
      for (const entry of wanted) {
        const name = path.posix.basename(entry.fileName);
        const hash = createHash("sha256");
        const stream = await zip.openReadStreamPromise(entry);
        const count = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
          for await (const chunk of chunks) {
            hash.update(chunk);
            doneBytes += chunk.length;
            onProgress({ step: "extract", doneBytes, totalBytes });
            yield chunk;
          }
        };
        // flush: on disk before the rename that makes the engine visible
        const target = createWriteStream(path.join(folder, name), { flush: true, mode: 0o644 });
        try {
          await pipeline(stream, count, target, { signal: signal! });
        } catch (error) {
          const { code } = error as NodeJS.ErrnoException;
          if (code === "ENOSPC" || signal?.aborted) throw error;
          throw damaged(file, error instanceof Error ? error.message : String(error), error);
        }
        const digest = hash.digest("base64url");
        if (digest !== digests.get(entry.fileName)) {
          throw damaged(file, `${entry.fileName} with another SHA-256 digest than its RECORD names`);
        }
        const digestHex = Buffer.from(digest, "base64url").toString("hex");
        files.push({ name, bytes: entry.uncompressedSize, sha256: digestHex });
      }
      return files;
    },
    close: () => zip.close(),
  };
}

/** Digests by member, from lines like `tensorflow/x.so,sha256=…,123` (PEP 376). */
function readRecord(record: string): Map<string, string> {
  const digests = new Map<string, string>();
  for (const line of record.split("\n")) {
    const match = /^"?(.*?)"?,sha256=([^,]+),\d*\s*$/.exec(line);
    if (match) digests.set(match[1]!, match[2]!);
  }
  return digests;
}

async function text(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function damaged(file: string, received: string, cause?: unknown): EngineError {
  return new EngineError({
    where: "roux engine install",
    expected: `a whole TensorFlow wheel in ${path.basename(file)}`,
    received,
    hint: "Type `npx roux engine install` again.",
    cause,
  });
}
