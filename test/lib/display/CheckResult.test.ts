import { describe, expect, it } from "vitest";

import {
  checkResult,
  displaySymbol,
  html,
  imageGrid,
  table,
  verdictStyle,
  worstVerdict,
} from "../../../lib/display/index.ts";
import type { CheckResult, Verdict } from "../../../lib/display/index.ts";
import { lostWhenSanitised } from "./sanitised.ts";

const fields: CheckResult<{ loss: number; ids: number[] }> = {
  check: "checks.initialLoss",
  verdict: "fail",
  message: "The loss is 4.1, not <near> ln 10.",
  advice: "Scale the inputs & look again.",
  evidence: { loss: 4.1, ids: [3, 1, 2] },
  elapsedMs: 12.3,
};

async function cardOf(result: ReturnType<typeof checkResult>): Promise<string> {
  return String((await result[displaySymbol]())["text/html"]);
}

describe("checkResult", () => {
  it("is plain data for equality, JSON and cloning", () => {
    const result = checkResult(fields);
    expect(result).toEqual(fields);
    expect(JSON.parse(JSON.stringify(result))).toEqual(fields);
    expect(structuredClone(result)).toEqual(fields);
    expect(Object.keys(result)).toEqual(Object.keys(fields));
  });

  it("says verdict, check, message and advice in words", () => {
    expect(String(checkResult(fields))).toBe(
      "✗ fail  checks.initialLoss: The loss is 4.1, not <near> ln 10.\n        Next: Scale the inputs & look again.",
    );
  });

  it.each(Object.entries(verdictStyle))(
    "shows %s by word, symbol and colour",
    async (verdict, { symbol, color }) => {
      const card = await cardOf(checkResult({ ...fields, verdict: verdict as Verdict }));
      expect(card).toContain(`${symbol} ${verdict}`);
      expect(card).toContain(color);
    },
  );

  it("escapes what others wrote and folds the evidence", async () => {
    const card = await cardOf(checkResult(fields));
    expect(card).toContain("not &lt;near&gt; ln 10.");
    expect(card).toContain("inputs &amp; look");
    expect(card).toMatch(/<details>[\s\S]*loss[\s\S]*4\.1[\s\S]*3, 1, 2[\s\S]*<\/details>/);
    expect(lostWhenSanitised(card)).toEqual([]);
  });

  it("has no fold without evidence and no advice when there is none", async () => {
    const { advice: _, ...rest } = fields;
    const card = await cardOf(checkResult({ ...rest, evidence: null }));
    expect(card).not.toContain("<details");
    expect(card).not.toContain("Next:");
  });

  it("makes the picture only when somebody looks", async () => {
    let made = 0;
    const result = checkResult(fields, () => {
      made++;
      return html`<b>picture</b>`;
    });
    expect(String(result)).toContain("fail");
    expect(made).toBe(0);
    expect(await cardOf(result)).toContain("<b>picture</b>");
    expect(made).toBe(1);
  });

  it("shows tables and image grids in the card", async () => {
    expect(await cardOf(checkResult(fields, () => table([{ a: 1 }])))).toContain("<th");
    const card = await cardOf(checkResult(fields, () => imageGrid([[0, 1, 1, 0]], { shape: [2, 2] })));
    expect(card).toMatch(/<img\s+src="data:image\/png;base64,/);
    expect(lostWhenSanitised(card)).toEqual([]);
  });

  it("shortens evidence that is long, wide or deep, and stays small", async () => {
    const evidence = {
      ids: Array.from({ length: 5000 }, (_, i) => i),
      weights: new Float32Array(100_000),
      text: "x".repeat(10_000),
      nested: { inner: { deep: [1, 2] } },
      ...Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`name${i}`, i])),
    };
    const card = await cardOf(checkResult({ ...fields, evidence }));
    expect(card).toContain("(5,000 in all)");
    expect(card).toContain("(100,000 in all)");
    expect(card).toContain("… and 164 more");
    expect(card.length).toBeLessThan(30_000);
  });
});

describe("worstVerdict", () => {
  it.each<[Verdict[], Verdict]>([
    [[], "skip"],
    [["skip", "pass"], "pass"],
    [["pass", "warn", "pass"], "warn"],
    [["fail", "warn"], "fail"],
  ])("of %j is %s", (verdicts, worst) => expect(worstVerdict(verdicts)).toBe(worst));
});
