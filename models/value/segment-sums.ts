import type { Histories, Params } from "../model.js";

/**
 * The customers of one segment (or all of them) by distinct history: what a query gives with GROUP BY x, t_x, t_cal and
 * the segment. Histories that no customer of the segment has are left out.
 */
export interface SegmentSums {
  /** positions in the histories, each at most once */
  readonly row: Uint32Array;
  /** customers of the segment with this history */
  readonly n: Float64Array;
  /** sum over them of z, repeat spend x m (0 at x = 0), base currency */
  readonly z: Float64Array;
  /** sum over them of z^2 */
  readonly zz: Float64Array;
  /** Where customers differ in margin; absent where a total's margin is that of all of them. */
  readonly margins?: MarginSums;
}

/** Sums over the same customers, with the margin of each as weight. */
export interface MarginSums {
  /** of the margin m */
  readonly m: Float64Array;
  /** of m z */
  readonly mz: Float64Array;
  /** of m^2 */
  readonly mm: Float64Array;
  /** of m^2 z */
  readonly mmz: Float64Array;
  /** of m^2 z^2 */
  readonly mmzz: Float64Array;
}

/** The same customers with each column of sums changed in the same way. */
export function eachColumn(
  { row, n, z, zz, margins }: SegmentSums,
  changed: (column: Float64Array) => Float64Array,
): SegmentSums {
  const own = margins && {
    ...{ m: changed(margins.m), mz: changed(margins.mz) },
    ...{ mm: changed(margins.mm), mmz: changed(margins.mmz), mmzz: changed(margins.mmzz) },
  };
  return { row, n: changed(n), z: changed(z), zz: changed(zz), ...(own && { margins: own }) };
}

/** The weights of customers' value: their margins, or 1 each. */
export function weightsOf({ n, z, zz, margins }: Omit<SegmentSums, "row">): MarginSums {
  return margins ?? { m: n, mz: z, mm: n, mmz: z, mmzz: zz };
}

/** Gamma-Gamma's parameters, or the mean spend per purchase that is taken for everyone's. */
export type SpendParams = Params<"p" | "q" | "gamma"> | { readonly mean: number };

/** Sum of E[M | x, m] = p (gamma + z) / (px + q - 1) over n customers with x purchases who spent z on them in all. */
export function spendSum(spend: SpendParams, x: number, n: number, z: number): number {
  if ("mean" in spend) return spend.mean * n;
  return (spend.p / (spend.p * x + spend.q - 1)) * (spend.gamma * n + z);
}

/**
 * Sum of E[M | x, m]^2 over the same customers.
 * @param zz sum of their z^2
 */
export function squaredSpendSum(spend: SpendParams, x: number, n: number, z: number, zz: number): number {
  if ("mean" in spend) return spend.mean ** 2 * n;
  const { p, q, gamma } = spend;
  return (p / (p * x + q - 1)) ** 2 * (gamma * gamma * n + 2 * gamma * z + zz);
}

/**
 * All customers of the histories as one segment.
 * @param z  sum of repeat spend by history; zeros when absent, for totals of purchases
 * @param zz sum of its squares by history
 */
export function everyone(h: Histories, z?: Float64Array, zz?: Float64Array): SegmentSums {
  const rows = h.n.length;
  return {
    row: Uint32Array.from({ length: rows }, (_, i) => i),
    n: h.n,
    z: z ?? new Float64Array(rows),
    zz: zz ?? new Float64Array(rows),
  };
}
