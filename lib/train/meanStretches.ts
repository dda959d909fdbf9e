/** The loss at a step, or its mean over the steps since the point before. */
export interface CurvePoint {
  step: number;
  loss: number;
}

/** At most `most` points, each the mean over an equal stretch of neighbours (the last may be shorter), at its last step. */
export function meanStretches(points: readonly CurvePoint[], most: number): CurvePoint[] {
  const width = Math.max(1, Math.ceil(points.length / most));
  const merged: CurvePoint[] = [];
  for (let i = 0; i < points.length; i += width) {
    const part = points.slice(i, i + width);
    merged.push({
      step: part.at(-1)!.step,
      loss: part.reduce((sum, { loss }) => sum + loss, 0) / part.length,
    });
  }
  return merged;
}
