import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCharacters, toUtf16 } from "../../../kernel/protocol/index.ts";

describe("cursor positions", () => {
  it("count a character outside the basic plane once on the wire, twice in JavaScript", () => {
    expect(toUtf16("😀ab", 2)).toBe(3);
    expect(toCharacters("😀ab", 3)).toBe(2);
  });

  it("come back from both ways", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(40), (code, position) => {
        const characters = Math.min(position, Array.from(code).length);
        expect(toCharacters(code, toUtf16(code, characters))).toBe(characters);
      }),
    );
  });

  it("end at the end of the code", () => expect(toUtf16("ab", 99)).toBe(2));
});
