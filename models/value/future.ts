import type { Params, PurchaseModel } from "../model.js";
import { countQuantile, cumulated } from "./purchase-counts.js";
import { type SpendGrid, spendGrid } from "./spend-sums.js";
import { valueDistribution, valueQuantile } from "./value-quantiles.js";

/** What a customer who is alive will buy over one horizon, as distribution functions. */
export interface Future {
  /** P(Y <= k | alive) for k = 0, 1, ... */
  readonly counts: Float64Array;
  /** P(0 < Z <= e^y | alive) on the grid of this x; null where spend is taken for a constant */
  readonly values: Float64Array | null;
}

/** How relative spend is distributed: Gamma-Gamma's p and q, or null where only its mean is known. */
export type SpendSpread = Params<"p" | "q"> | null;

/** The future of a live customer and the probabilities of its purchases, cut off where less than `tail` is left. */
export function futureIfAlive<K extends string>(
  model: PurchaseModel<K>,
  p: Params<K>,
  spend: SpendSpread,
  history: { readonly x: number; readonly tx: number; readonly T: number },
  t: number,
  tail: number,
): Future & { readonly pmf: Float64Array } {
  const { x, tx, T } = history;
  const pmf = model.pmfIfAlive(p, x, tx, T, t, tail);
  const values = spend === null ? null : valueDistribution(spendGrid(spend, x), pmf);
  return { counts: cumulated(pmf), values, pmf };
}

/**
 * The future of a customer who is alive with a different probability at each of equally likely points: the mean of the
 * distribution functions, each weighted by its P(alive). What is cut off stays at its last value.
 */
export function mixed(futures: readonly Future[], alive: readonly number[]): Future {
  const sum = alive.reduce((total, a) => total + a, 0);
  const weights = alive.map((a) => (sum > 0 ? a / sum : 1 / alive.length));
  const values = futures.map((f) => f.values);
  return {
    counts: weightedSum(
      futures.map((f) => f.counts),
      weights,
    ),
    values: values.includes(null) ? null : weightedSum(values as Float64Array[], weights),
  };
}

/**
 * The quantile of Y of a customer alive with this probability. With the rest of the probability it is 0.
 *     P(Y <= y) = 1 - P(alive) + P(alive) P(Y <= y | alive)
 */
export function purchaseQuantile(future: Future, alive: number, level: number): number {
  const given = givenAlive(alive, level);
  return given > future.counts[0]! ? countQuantile(future.counts, given) : 0;
}

/**
 * The quantile of the sum spent, in units of the expected spend per purchase E[M | x, m].
 * @param grid of the x of the customer; null where spend is taken for a constant, so that it is that of Y
 */
export function relativeValueQuantile(
  future: Future,
  alive: number,
  grid: SpendGrid | null,
  level: number,
): number {
  if (grid === null || future.values === null) return purchaseQuantile(future, alive, level);
  const given = givenAlive(alive, level);
  if (!(given > future.counts[0]!)) return 0;
  const Z = valueQuantile(grid, future.values, given - future.counts[0]!);
  return (Z * (grid.b - 1)) / grid.p;
}

/** The level that a live customer's quantile is at; not above 0, or NaN, where the rest of the probability is enough. */
const givenAlive = (alive: number, level: number): number => (level - (1 - alive)) / alive;

function weightedSum(columns: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const sum = new Float64Array(Math.max(...columns.map((c) => c.length)));
  columns.forEach((column, j) => {
    const weight = weights[j]!;
    const rest = weight * column[column.length - 1]!;
    for (let i = 0; i < column.length; i++) sum[i] = sum[i]! + weight * column[i]!;
    for (let i = column.length; i < sum.length; i++) sum[i] = sum[i]! + rest;
  });
  return sum;
}
