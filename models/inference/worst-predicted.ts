/** Of the customers, those whose purchases were least expected: without them it is seen whether a few decide a choice. */
export const worstShare = 0.05;

/**
 * Customers a row without the share of them that a model predicted worst, by ln P(Y = y): the lowest rows lose all of their
 * customers, the last of them as many as are missing to the share. Rows of equal scores lose in their order.
 * @param logScore by row
 * @param n customers a row; 1 each when absent
 * @returns what is left of n, not whole numbers in one row
 * @example withoutWorst(Float64Array.of(-1, -9, -2), Float64Array.of(10, 1, 9)) // [10, 0, 9]
 */
export function withoutWorst(
  logScore: Float64Array,
  n: Float64Array = new Float64Array(logScore.length).fill(1),
): Float64Array {
  const kept = Float64Array.from(n);
  let left = worstShare * n.reduce((sum, customers) => sum + customers, 0);
  const order = Uint32Array.from(logScore, (_, i) => i).sort((i, j) => logScore[i]! - logScore[j]! || i - j);
  for (const row of order) {
    const taken = Math.min(left, kept[row]!);
    kept[row]! -= taken;
    left -= taken;
    if (left <= 0) break;
  }
  return kept;
}
