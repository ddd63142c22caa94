import type { Histories, Params } from "../model.js";
import { spendNoise } from "./spend-noise.js";

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
}

/** Gamma-Gamma's parameters, or the mean spend per purchase that is taken for everyone's. */
export type SpendParams = Params<"p" | "q" | "gamma"> | { readonly mean: number };

/** By entry of the segment: sums over its customers of E[M | x, m], of its square, and the noise of their spend. */
export interface SpendMoments {
  readonly sum: Float64Array;
  readonly squares: Float64Array;
  /**
   * E[S^2] = noise (E[Y^2] + perPurchase E[Y]) for the sum S of Y purchases in units of E[M | x, m]. S is (b-1)/p times
   * a beta-prime(pY, b), b = px + q: noise = (b-1)/(b-2), with the limit of spendNoise for small b, and perPurchase = 1/p.
   */
  readonly noise: Float64Array;
  readonly perPurchase: number;
}

/** What the expected spend of a segment's customers adds up to, from its sums: E[M | x, m] = p (gamma + z)/(px + q - 1). */
export function spendMoments(h: Histories, segment: SegmentSums, spend: SpendParams): SpendMoments {
  const { row, n, z, zz } = segment;
  if ("mean" in spend)
    return {
      sum: n.map((count) => spend.mean * count),
      squares: n.map((count) => spend.mean ** 2 * count),
      noise: new Float64Array(n.length).fill(1),
      perPurchase: 0,
    };
  const { p, q, gamma } = spend;
  if (!(q > 1))
    throw new RangeError(`Gamma-Gamma has no finite mean spend at q = ${q}; give { mean } instead`);
  const sum = new Float64Array(n.length);
  const squares = new Float64Array(n.length);
  const noise = new Float64Array(n.length);
  const noiseAt = noiseByPurchases(h, segment, spend);
  for (let i = 0; i < n.length; i++) {
    const b = p * h.x[row[i]!]! + q;
    const factor = p / (b - 1);
    sum[i] = factor * (gamma * n[i]! + z[i]!);
    squares[i] = factor * factor * (gamma * gamma * n[i]! + 2 * gamma * z[i]! + zz[i]!);
    noise[i] = noiseAt.get(h.x[row[i]!]!)!;
  }
  return { sum, squares, noise, perPurchase: 1 / p };
}

/** spendNoise of each x, among the customers of the segment that have it. */
function noiseByPurchases(
  h: Histories,
  { row, n }: SegmentSums,
  { p, q }: Params<"p" | "q">,
): Map<number, number> {
  const customers = new Map<number, number>();
  for (let i = 0; i < n.length; i++) {
    const x = h.x[row[i]!]!;
    customers.set(x, (customers.get(x) ?? 0) + n[i]!);
  }
  return new Map(Array.from(customers, ([x, count]) => [x, spendNoise(p * x + q, count)]));
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
