import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { crc32 } from "node:zlib";
import { wheelFor } from "../../../../lib/engine/install/wheels.ts";

/** Version that no real TensorFlow has, so that no pinned digest applies. */
export const fakeVersion = "0.0.1";

/** Writes a wheel with the members of TensorFlow's for this platform, each holding its own name, into `folder`.
 *  @param damage  a member whose RECORD line names another digest, or one that is left out @returns its path */
export function writeFakeWheel(
  folder: string,
  {
    wrongDigest = "",
    without = "",
    size = 1000,
  }: { wrongDigest?: string; without?: string; size?: number } = {},
): string {
  const wheel = wheelFor(`${process.platform}-${process.arch}`)!;
  const name = wheel.package.replaceAll("-", "_");
  const info = `${name}-${fakeVersion}.dist-info`;
  const files = new Map<string, Buffer>(
    wheel.members
      .filter((member) => member !== without)
      .map((member) => [member, Buffer.alloc(size, member)]),
  );
  files.set(
    `${info}/METADATA`,
    Buffer.from(`Metadata-Version: 2.1\nName: ${wheel.package}\nVersion: ${fakeVersion}\n`),
  );
  files.set(
    `${info}/WHEEL`,
    Buffer.from(
      `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\nTag: cp312-cp312-${wheel.tags[0]}\n`,
    ),
  );
  const record = [...files].map(([file, bytes]) => {
    const digest = createHash("sha256")
      .update(file === wrongDigest ? "else" : bytes)
      .digest("base64url");
    return `${file},sha256=${digest},${bytes.length}`;
  });
  files.set(`${info}/RECORD`, Buffer.from([...record, `${info}/RECORD,,`, ""].join("\n")));
  const file = path.join(folder, `${name}-${fakeVersion}-cp312-cp312-${wheel.tags[0]}.whl`);
  writeFileSync(file, zip(files));
  return file;
}

/** A zip file of stored (not compressed) entries (APPNOTE.TXT 4.3). */
function zip(files: ReadonlyMap<string, Buffer>): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [file, bytes] of files) {
    const name = Buffer.from(file);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    const header = Buffer.concat([Buffer.from("PK\x03\x04"), common, name]);
    central.push(Buffer.from("PK\x01\x02\x14\x00"), common, tail, name);
    local.push(header, bytes);
    offset += header.length + bytes.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}
