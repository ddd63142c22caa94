import type { SpendHistories } from "../model.js";

/**
 * Groups customers by x and by narrow bins of ln z, keeping the central moments that the Gamma-Gamma likelihood needs.
 * @param x repeat purchases of each customer; those with x = 0 or z <= 0 carry no spend information and are left out
 * @param z total repeat spend of each customer
 * @param relativeWidth of a bin; 0 groups exactly equal z only. The likelihood's error grows with its fourth power:
 *   below 1e-10 relative at the default of 1/128
 * @example spendHistoriesFrom([1, 1, 2], [10, 10, 30]) // { x: [1, 2], n: [2, 1], z: [10, 30], m2: [0, 0], m3: [0, 0] }
 */
export function spendHistoriesFrom(
  x: ArrayLike<number>,
  z: ArrayLike<number>,
  relativeWidth = 1 / 128,
): SpendHistories {
  const rows = new Map<string, { x: number; bin: number; values: number[] }>();
  for (let i = 0; i < x.length; i++) {
    const xi = x[i]!;
    const zi = z[i]!;
    if (!(xi > 0 && zi > 0)) continue;
    const bin = relativeWidth > 0 ? Math.floor(Math.log(zi) / relativeWidth) : zi;
    const key = `${xi} ${bin}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { x: xi, bin, values: [zi] });
    else row.values.push(zi);
  }
  const sorted = [...rows.values()].sort((p, q) => p.x - q.x || p.bin - q.bin);
  const means = sorted.map(({ values }) => moment(values, 0, 1));
  return {
    x: Float64Array.from(sorted, (row) => row.x),
    n: Float64Array.from(sorted, (row) => row.values.length),
    z: Float64Array.from(means),
    m2: Float64Array.from(sorted, ({ values }, i) => moment(values, means[i]!, 2)),
    m3: Float64Array.from(sorted, ({ values }, i) => moment(values, means[i]!, 3)),
  };
}

function moment(values: readonly number[], centre: number, order: number): number {
  return values.reduce((sum, v) => sum + (v - centre) ** order, 0) / values.length;
}
