/** Positions of the largest scores, highest first; equal scores in their order, NaN left out. */
export function largest(scores: ArrayLike<number>, count: number): number[] {
  const positions: number[] = [];
  for (let i = 0; i < scores.length; i++) if (!Number.isNaN(scores[i])) positions.push(i);
  positions.sort((a, b) => (scores[a] === scores[b] ? a - b : scores[a]! < scores[b]! ? 1 : -1));
  return positions.slice(0, count);
}
