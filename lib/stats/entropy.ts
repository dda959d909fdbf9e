/** Entropy of the shares that counts make, in nats: 0 when all are in one class, log(classes) when they are even. NaN when
 *  there are no counts. */
export function entropy(counts: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i]!;
  if (total === 0) return Number.NaN;
  let nats = 0;
  for (let i = 0; i < counts.length; i++) {
    const share = counts[i]! / total;
    if (share > 0) nats -= share * Math.log(share);
  }
  return nats;
}
