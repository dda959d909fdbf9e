/** How many of `count` picks each group gets so that the groups keep their shares: largest remainders (Hamilton), ties to
 *  the larger group, then to the smaller key. The counts sum to `count` exactly.
 *  @param groups group of each example
 *  @returns picks by group, ordered by group */
export function stratifiedCounts(groups: ArrayLike<number>, count: number): Map<number, number> {
  const sizes = new Map<number, number>();
  for (let i = 0; i < groups.length; i++) sizes.set(groups[i]!, (sizes.get(groups[i]!) ?? 0) + 1);
  const shares = [...sizes]
    .sort(([a], [b]) => a - b)
    .map(([group, size]) => {
      const exact = (count * size) / groups.length;
      return { group, size, picks: Math.floor(exact), remainder: exact - Math.floor(exact) };
    });
  let left = count - shares.reduce((sum, share) => sum + share.picks, 0);
  const byRemainder = [...shares].sort(
    (a, b) => b.remainder - a.remainder || b.size - a.size || a.group - b.group,
  );
  for (const share of byRemainder) {
    if (left <= 0) break;
    if (share.picks >= share.size) continue;
    share.picks += 1;
    left -= 1;
  }
  return new Map(shares.map(({ group, picks }) => [group, picks]));
}
