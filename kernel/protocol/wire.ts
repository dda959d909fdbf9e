import { createHmac, timingSafeEqual } from "node:crypto";
import type { Header, Json, Message, Parent } from "./Message.ts";

const delimiter = Buffer.from("<IDS|MSG>");

/** Why frames are no message. */
export class WireError extends Error {
  override readonly name = "WireError";
}

/** A message whose type nobody has looked at yet. */
export interface RawMessage {
  header: Header;
  parent_header: Parent;
  metadata: Json;
  content: Json;
  buffers: Uint8Array[];
  identities: Uint8Array[];
}

/** HMAC-SHA256 over header, parent header, metadata and content, in hexadecimal; `""` when the key is empty. */
export function signature(key: string, frames: readonly Uint8Array[]): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const frame of frames) hmac.update(frame);
  return hmac.digest("hex");
}

export function encode(message: Message | RawMessage, key: string): Uint8Array[] {
  const { header, parent_header, metadata, content } = message;
  const frames = [header, parent_header, metadata, content].map((part) => Buffer.from(JSON.stringify(part)));
  return [
    ...message.identities,
    delimiter,
    Buffer.from(signature(key, frames)),
    ...frames,
    ...message.buffers,
  ];
}

/** @throws {WireError} when frames are missing, the signature is another, or a part is no JSON object */
export function decode(frames: readonly Uint8Array[], key: string): RawMessage {
  const at = frames.findIndex((frame) => delimiter.equals(frame));
  if (at === -1) throw new WireError("expected the delimiter <IDS|MSG>, got none");
  const parts = frames.slice(at + 2, at + 6);
  if (parts.length < 4) throw new WireError(`expected 4 parts behind the signature, got ${parts.length}`);
  const expected = Buffer.from(signature(key, parts));
  const received = frames[at + 1]!;
  if (key !== "" && (expected.length !== received.length || !timingSafeEqual(expected, received))) {
    throw new WireError("expected a signature made with the connection's key, got another");
  }
  const [header, parent, metadata, content] = parts.map(parse);
  if (!isHeader(header!))
    throw new WireError("expected a header with msg_id, session and msg_type, got another");
  return {
    header,
    parent_header: parent as unknown as Parent,
    metadata: metadata!,
    content: content!,
    buffers: frames.slice(at + 6),
    identities: frames.slice(0, at),
  };
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function parse(frame: Uint8Array, part: number): Json {
  const name = ["header", "parent header", "metadata", "content"][part]!;
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(frame));
  } catch (cause) {
    throw new WireError(`expected JSON in UTF-8 as ${name}, got something else`, { cause });
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new WireError(
      `expected a JSON object as ${name}, got ${Array.isArray(value) ? "an array" : String(value)}`,
    );
  }
  return value as Json;
}

function isHeader(header: Json): header is Json & Header {
  return ["msg_id", "session", "msg_type"].every((name) => typeof header[name] === "string");
}
