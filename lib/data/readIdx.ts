import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { DataError } from "../errors/index.ts";

type IdxValues = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** An array as an IDX file holds it. */
export interface IdxArray {
  shape: number[];
  /** Row-major. */
  values: IdxValues;
}

const types = new Map<number, { bytes: number; make: (buffer: ArrayBuffer) => IdxValues }>([
  [0x08, { bytes: 1, make: (buffer) => new Uint8Array(buffer) }],
  [0x09, { bytes: 1, make: (buffer) => new Int8Array(buffer) }],
  [0x0b, { bytes: 2, make: (buffer) => new Int16Array(buffer) }],
  [0x0c, { bytes: 4, make: (buffer) => new Int32Array(buffer) }],
  [0x0d, { bytes: 4, make: (buffer) => new Float32Array(buffer) }],
  [0x0e, { bytes: 8, make: (buffer) => new Float64Array(buffer) }],
]);

const where = "data.readIdx";

/** Reads an array from an IDX file: two zero bytes, element type, number of axes, the axes as big-endian 32-bit numbers,
 *  then the big-endian values (LeCun, Cortes, Burges, "The MNIST database").
 *  @throws {DataError} when the file is missing, is not IDX, or is shorter or longer than its header says */
export async function readIdx(path: string): Promise<IdxArray> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw new DataError({
      where,
      expected: `a file at ${path}`,
      received: cause.code === "ENOENT" ? "none" : (cause.code ?? cause.message),
      cause,
    });
  });
  try {
    return await readContent(file, path);
  } finally {
    await file.close();
  }
}

async function readContent(file: FileHandle, path: string): Promise<IdxArray> {
  const { size } = await file.stat();
  const header = Buffer.alloc(4 + 4 * 255);
  await file.read(header, 0, header.length, 0);
  const type = types.get(header[2]!);
  if (size < 4 || header[0] !== 0 || header[1] !== 0 || type === undefined) {
    throw new DataError({
      where,
      expected: `an IDX file (first bytes 00 00 08 …) at ${path}`,
      received:
        size === 0 ? "an empty file" : `first bytes ${header.subarray(0, Math.min(4, size)).toString("hex")}`,
      ...(header[0] === 0x1f && header[1] === 0x8b ? { hint: "It is gzipped: gunzip it first." } : {}),
    });
  }
  const axes = header[3]!;
  const shape = Array.from({ length: axes }, (_, axis) => header.readUInt32BE(4 + 4 * axis));
  const contentBytes = type.bytes * shape.reduce((product, axis) => product * axis, 1);
  const expected = 4 + 4 * axes + contentBytes;
  if (size !== expected) {
    throw new DataError({
      where,
      expected: `${expected} bytes for an array of shape [${shape.join(", ")}] in ${path}`,
      received: `${size}`,
      hint:
        size < expected
          ? "The file is cut off: fetch it again."
          : "It has more than its header says: fetch it again.",
    });
  }
  const content = new ArrayBuffer(contentBytes);
  const bytes = Buffer.from(content);
  for (let done = 0; done < contentBytes;) {
    done += (await file.read(bytes, done, contentBytes - done, 4 + 4 * axes + done)).bytesRead;
  }
  if (type.bytes === 2) bytes.swap16();
  else if (type.bytes === 4) bytes.swap32();
  else if (type.bytes === 8) bytes.swap64();
  return { shape, values: type.make(content) };
}
