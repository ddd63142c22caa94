/**
 * Quantile of a sample by linear interpolation between order statistics (type 7 of Hyndman & Fan 1996).
 * @param sorted ascending, at least one value
 * @param level  in [0, 1]; 0 is the least value, 1 the largest
 * @example sampleQuantile([1, 2, 3, 4], 0.5) // 2.5
 */
export function sampleQuantile(sorted: ArrayLike<number>, level: number): number {
  if (!(sorted.length > 0 && level >= 0 && level <= 1))
    throw new RangeError(`a quantile needs values and a level in [0, 1]; got ${sorted.length} and ${level}`);
  const at = level * (sorted.length - 1);
  const below = Math.floor(at);
  const lower = sorted[below]!;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return lower + (at - below) * (upper - lower);
}
