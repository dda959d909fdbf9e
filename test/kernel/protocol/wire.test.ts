import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, encode, parseRequest, signature, WireError } from "../../../kernel/protocol/index.ts";
import type { RawMessage } from "../../../kernel/protocol/index.ts";

const header = {
  msg_id: "1",
  session: "s",
  username: "u",
  date: "2026-01-01T00:00:00Z",
  msg_type: "execute_request",
  version: "5.4",
};
const message = (over: Partial<RawMessage> = {}): RawMessage => ({
  header,
  parent_header: {},
  metadata: {},
  content: { code: "1 + 1" },
  buffers: [],
  identities: [Buffer.from("id")],
  ...over,
});

const json = fc.dictionary(
  fc.string(),
  fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown),
);
const bytes = fc.uint8Array({ maxLength: 50 });

describe("signature", () => {
  it("is the HMAC-SHA256 that Python's hmac gives", () => {
    // hmac.new(b"key", b"The quick brown fox jumps over the lazy dog", "sha256").hexdigest()
    expect(
      signature("key", [Buffer.from("The quick brown fox "), Buffer.from("jumps over the lazy dog")]),
    ).toBe("f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
  });

  it("is empty for an empty key", () => expect(signature("", [Buffer.from("x")])).toBe(""));
});

describe("encode and decode", () => {
  it("are inverse, with and without a key", () => {
    fc.assert(
      fc.property(
        json,
        json,
        fc.array(bytes, { maxLength: 3 }),
        fc.string(),
        (content, metadata, buffers, key) => {
          const original = message({ content, metadata, buffers });
          const decoded = decode(encode(original, key), key);
          expect(decoded.content).toEqual(content);
          expect(decoded.metadata).toEqual(metadata);
          expect(decoded.buffers.map((buffer) => [...buffer])).toEqual(buffers.map((buffer) => [...buffer]));
          expect(decoded.identities.map(String)).toEqual(["id"]);
        },
      ),
    );
  });

  it("refuse any change to a signed part", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 6 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (part, at, change) => {
          const frames = encode(message(), "key").map((frame) => Uint8Array.from(frame));
          const frame = frames[part]!;
          frame[at % frame.length]! ^= change;
          expect(() => decode(frames, "key")).toThrow(WireError);
        },
      ),
    );
  });

  it("refuse another key, and a signature that is missing", () => {
    expect(() => decode(encode(message(), "other"), "key")).toThrow(/signature/);
    expect(() => decode(encode(message(), ""), "key")).toThrow(/signature/);
  });

  it("never throw anything but a WireError on frames from anywhere", () => {
    const frame = fc.oneof(
      bytes,
      fc.constant(Buffer.from("<IDS|MSG>")),
      fc.json().map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 9 }), (frames) => {
        let thrown: unknown = new WireError("");
        try {
          parseRequest(decode(frames, ""));
        } catch (error) {
          thrown = error;
        }
        expect(thrown).toBeInstanceOf(WireError);
      }),
    );
  });

  it.each([
    ["no delimiter", [Buffer.from("a")], /delimiter/],
    ["too few parts", encode(message(), "").slice(0, 5), /4 parts/],
    [
      "text that is not UTF-8",
      encode(message(), "").with(3, Buffer.from([0x7b, 0xff, 0x7d])),
      /UTF-8 as header/,
    ],
    ["an array as content", encode(message(), "").with(6, Buffer.from("[]")), /content, got an array/],
    ["a header without type", encode(message(), "").with(3, Buffer.from("{}")), /msg_type/],
  ])("say what is wrong: %s", (_, frames, text) => expect(() => decode(frames, "")).toThrow(text));
});

describe("parseRequest", () => {
  it("takes a request with its fields", () =>
    expect(parseRequest(message()).content).toEqual({ code: "1 + 1" }));

  it.each([
    [{ content: {} }, "execute_request with code of type string, got undefined"],
    [{ content: { code: "1", silent: "no" } }, "silent of type boolean, got string"],
    [{ header: { ...header, msg_type: "launch_request" } }, '"launch_request"'],
    [{ header: { ...header, msg_type: "toString" } }, '"toString"'],
  ])("refuses %j", (over, text) => expect(() => parseRequest(message(over))).toThrow(text));
});
