/** Of the customers, those whose purchases were least expected: without them it is seen whether a few decide a choice. */
export const worstShare = 0.05;

/** Of the customers, so many at most are a few that carry a lead. */
export const fewShare = 0.01;

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
  let left = worstShare * sum(n);
  for (const row of rising(logScore)) {
    const taken = Math.min(left, kept[row]!);
    kept[row]! -= taken;
    left -= taken;
    if (left <= 0) break;
  }
  return kept;
}

/**
 * Customers a row without the fewest who carry a lead: those with the most of it, until nothing of it is left.
 * @param lead by row: what one of two forecasts has more than the other for each customer; of a sum above 0
 * @param n customers a row
 * @returns null where these are more than a few (`fewShare`, at least one)
 * @example withoutCarriers(Float64Array.of(5, -1, -1), Float64Array.of(1, 2, 2)) // [0, 2, 2]
 */
export function withoutCarriers(lead: Float64Array, n: Float64Array): Float64Array | null {
  const kept = Float64Array.from(n);
  let few = Math.max(1, fewShare * sum(n));
  let total = lead.reduce((all, value, row) => all + n[row]! * value, 0);
  for (const row of rising(lead.map((value) => -value))) {
    if (total <= 0 || few < 1) break;
    const taken = Math.min(Math.floor(few), kept[row]!, Math.ceil(total / lead[row]!));
    kept[row]! -= taken;
    few -= taken;
    total -= taken * lead[row]!;
  }
  return total <= 0 ? kept : null;
}

const sum = (n: Float64Array): number => n.reduce((all, value) => all + value, 0);

/** Rows by rising value; equal values keep their order. */
const rising = (values: Float64Array): Uint32Array =>
  Uint32Array.from(values, (_, i) => i).sort((i, j) => values[i]! - values[j]! || i - j);
