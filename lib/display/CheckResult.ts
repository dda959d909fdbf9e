/** What a check concludes. `skip` says that the check does not apply here, and its message why. */
export type Verdict = "pass" | "warn" | "fail" | "skip";

/** What every check, and every inspection with an opinion, returns. Plain data; how it looks stands beside it. */
export interface CheckResult<Evidence = unknown> {
  /** Public name of the check: `checks.initialLoss`. */
  check: string;
  verdict: Verdict;
  /** One sentence with the numbers in it. */
  message: string;
  /** The next thing to do, when the verdict is not `pass`. */
  advice?: string;
  /** Plain data: numbers, ids, histograms. */
  evidence: Evidence;
  elapsedMs: number;
}
