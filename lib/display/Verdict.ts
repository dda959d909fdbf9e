/** What a check concludes. `skip` says that the check does not apply here, and its message why. */
export type Verdict = "pass" | "warn" | "fail" | "skip";

/** How each verdict looks: never by colour alone. The colours carry white text with a contrast of at least 4.5:1, so a
 *  badge reads the same on light and dark pages. */
export const verdictStyle: Readonly<Record<Verdict, { symbol: string; color: string }>> = {
  pass: { symbol: "✓", color: "#1a7f37" },
  warn: { symbol: "!", color: "#9a6700" },
  fail: { symbol: "✗", color: "#c62828" },
  skip: { symbol: "–", color: "#6e7781" },
};

const severity: readonly Verdict[] = ["skip", "pass", "warn", "fail"];

/** The gravest of some verdicts; `skip` when there is none. */
export function worstVerdict(verdicts: Iterable<Verdict>): Verdict {
  let worst: Verdict = "skip";
  for (const verdict of verdicts) if (severity.indexOf(verdict) > severity.indexOf(worst)) worst = verdict;
  return worst;
}
