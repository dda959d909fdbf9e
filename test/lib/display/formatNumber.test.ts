import { describe, expect, it } from "vitest";

import { columnFormat, formatDuration, formatNumber } from "../../../lib/display/index.ts";

describe("formatNumber", () => {
  it.each([
    [0, "0"],
    [-0, "0"],
    [7, "7"],
    [999, "999"],
    [1000, "1,000"],
    [60_000, "60,000"],
    [-1_234_567, "−1,234,567"],
    [0.5, "0.5"],
    [0.0123456, "0.01235"],
    [2.34567, "2.346"],
    [9.99996, "10"],
    [12345.678, "12,346"],
    [-0.25, "−0.25"],
    [1e-9, "1e-9"],
    [-1.23456e-7, "−1.235e-7"],
    [1e21, "1e21"],
    [NaN, "NaN"],
    [Infinity, "∞"],
    [-Infinity, "−∞"],
    [10n ** 20n, "100,000,000,000,000,000,000"],
    [-5n, "−5"],
  ])("writes %s as %s", (value, text) => expect(formatNumber(value)).toBe(text));

  it("keeps the asked digits or decimals", () => {
    expect(formatNumber(Math.PI, { digits: 2 })).toBe("3.1");
    expect(formatNumber(0.9, { decimals: 4 })).toBe("0.9000");
    expect(formatNumber(-0.00001, { decimals: 2 })).toBe("0.00");
    expect(formatNumber(1234.5, { decimals: 1 })).toBe("1,234.5");
  });
});

describe("columnFormat", () => {
  it("aligns the decimal points of a column by its largest number", () => {
    const column = [0.9213, 0.1124, 0.97];
    const format = columnFormat(column);
    expect(column.map((value) => formatNumber(value, format))).toEqual(["0.9213", "0.1124", "0.9700"]);
  });

  it("writes integers in full", () => {
    expect(formatNumber(1_234_567, columnFormat([1_234_567, 3]))).toBe("1,234,567");
  });

  it("writes number by number when one would vanish", () => {
    const format = columnFormat([1000.5, 0.00123]);
    expect(formatNumber(0.00123, format)).toBe("0.00123");
  });

  it("ignores NaN and serves an empty column", () => {
    expect(columnFormat([NaN, 1.5])).toEqual(columnFormat([1.5]));
    expect(formatNumber(2, columnFormat([]))).toBe("2");
  });
});

describe("formatDuration", () => {
  it.each([
    [0.84, "0.8 ms"],
    [9.96, "10 ms"],
    [12.3, "12 ms"],
    [999.6, "1.0 s"],
    [3_400, "3.4 s"],
    [59_960, "1 min 00 s"],
    [125_000, "2 min 05 s"],
    [3_599_600, "1 h 00 min"],
    [3_780_000, "1 h 03 min"],
    [NaN, "?"],
    [-1, "?"],
    [Infinity, "?"],
  ])("writes %s ms as %s", (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));
});
