import type { Histories } from "./model.js";

/**
 * Compresses customers to their distinct histories with counts, sorted by x, tx, T. Exact: a weighted likelihood
 * over the result equals the sum over customers.
 * @param x  repeat purchases of each customer, whole numbers >= 0
 * @param tx first to last purchase, 0 when x = 0
 * @param T  first purchase to the as-of date, same unit, T >= tx
 * @param n  customers each entry stands for; 1 when absent, entries of 0 are left out
 * @param logGaps sum of ln(time between purchases) of each customer, for the models that need it
 * @example historiesFrom([0, 2, 0], [0, 5, 0], [9, 9, 9]) // { x: [0, 2], tx: [0, 5], T: [9, 9], n: [2, 1], ... }
 */
export function historiesFrom(
  x: ArrayLike<number>,
  tx: ArrayLike<number>,
  T: ArrayLike<number>,
  n?: ArrayLike<number>,
  logGaps?: ArrayLike<number>,
): Histories {
  checkHistories(x, tx, T);
  const rows = Uint32Array.from({ length: x.length }, (_, i) => i);
  rows.sort((i, j) => x[i]! - x[j]! || tx[i]! - tx[j]! || T[i]! - T[j]!);
  const columns = {
    x: [] as number[],
    tx: [] as number[],
    T: [] as number[],
    n: [] as number[],
    gaps: [] as number[],
  };
  let last = -1;
  for (const i of rows) {
    const weight = n === undefined ? 1 : n[i]!;
    if (weight === 0) continue;
    if (last >= 0 && x[i] === x[last] && tx[i] === tx[last] && T[i] === T[last]) {
      columns.n[columns.n.length - 1]! += weight;
      columns.gaps[columns.n.length - 1]! += weight * (logGaps?.[i] ?? 0);
      continue;
    }
    columns.x.push(x[i]!);
    columns.tx.push(tx[i]!);
    columns.T.push(T[i]!);
    columns.n.push(weight);
    columns.gaps.push(weight * (logGaps?.[i] ?? 0));
    last = i;
  }
  return {
    x: Float64Array.from(columns.x),
    tx: Float64Array.from(columns.tx),
    T: Float64Array.from(columns.T),
    n: Float64Array.from(columns.n),
    ...(logGaps && { logGaps: Float64Array.from(columns.gaps, (sum, i) => sum / columns.n[i]!) }),
  };
}

/**
 * Throws a RangeError that counts the rows breaking a rule of histories and shows the first:
 * x a whole number >= 0, 0 <= t_x <= T, t_x = 0 where x = 0, all finite.
 */
export function checkHistories(x: ArrayLike<number>, tx: ArrayLike<number>, T: ArrayLike<number>): void {
  let broken = 0;
  let first = -1;
  for (let i = 0; i < x.length; i++) {
    const xi = x[i]!;
    const ti = tx[i]!;
    const whole = xi >= 0 && Math.floor(xi) === xi && xi < Infinity;
    if (whole && 0 <= ti && ti <= T[i]! && T[i]! < Infinity && (xi > 0 || ti === 0)) continue;
    if (first < 0) first = i;
    broken++;
  }
  if (broken === 0) return;
  throw new RangeError(
    `${broken} of ${x.length} histories break 0 <= t_x <= T with x whole and t_x = 0 at x = 0 ` +
      `(first: row ${first}, x = ${x[first]}, t_x = ${tx[first]}, T = ${T[first]})`,
  );
}

/** Sum of x over customers: the number of repeat purchases. */
export function repeatPurchases(h: Histories): number {
  let sum = 0;
  for (let i = 0; i < h.x.length; i++) sum += h.n[i]! * h.x[i]!;
  return sum;
}
