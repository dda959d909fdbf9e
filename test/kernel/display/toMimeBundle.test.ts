import { describe, expect, it } from "vitest";
import { displaySymbol, toMimeBundle, toText } from "../../../kernel/display/index.ts";

describe("toMimeBundle", () => {
  it("asks the value how it looks, now or later", async () => {
    expect(toMimeBundle({ [displaySymbol]: () => ({ "text/html": "<b>", "text/plain": "b" }) })).toEqual({
      "text/html": "<b>",
      "text/plain": "b",
    });
    expect(await toMimeBundle({ [displaySymbol]: async () => ({ "text/plain": "later" }) })).toEqual({
      "text/plain": "later",
    });
  });

  it("adds a text form, and encodes bytes", () => {
    const bundle = toMimeBundle({
      a: 1,
      [displaySymbol]: () => ({ "image/png": Uint8Array.of(1, 2, 3) }),
    }) as Record<string, string>;
    expect(bundle["image/png"]).toBe("AQID");
    expect(bundle["text/plain"]).toContain("a: 1");
  });

  it("says what a display method must give", () => {
    expect(() => toMimeBundle({ [displaySymbol]: () => "<b>" })).toThrow(
      /expected an object of media types.*got '<b>'/,
    );
  });

  it.each([
    [Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1), "image/png"],
    [Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), "image/jpeg"],
    [{ $schema: "https://vega.github.io/schema/vega-lite/v5.json" }, "application/vnd.vegalite.v5+json"],
    [{ $schema: "https://vega.github.io/schema/vega/v5.json" }, "application/vnd.vega.v5+json"],
  ])("knows common media: %o", (value, type) =>
    expect(Object.keys(toMimeBundle(value))).toEqual(expect.arrayContaining([type, "text/plain"])),
  );

  it("leaves other bytes and objects as text", () => {
    expect(Object.keys(toMimeBundle(Uint8Array.of(1, 2)))).toEqual(["text/plain"]);
    expect(toMimeBundle(new Map([[1, { a: 2 }]]))).toEqual({ "text/plain": "Map(1) { 1 => { a: 2 } }" });
  });
});

describe("toText", () => {
  it("has no escape codes", () => expect(toText(["a", 1, null])).toBe("[ 'a', 1, null ]"));

  it("shows the start of huge values", () => {
    expect(toText(new Float32Array(10_000_000)).length).toBeLessThan(2000);
    expect(toText("x".repeat(50_000_000)).length).toBeLessThan(20_000);
  });

  it("survives values that throw when looked at", () => {
    const hostile = {
      [Symbol.for("nodejs.util.inspect.custom")]: () => {
        throw new Error("no");
      },
    };
    expect(toText(hostile)).toContain("no");
    const circular: { self?: unknown } = {};
    circular.self = circular;
    expect(toText(circular)).toContain("Circular");
  });
});
