import type { HistoryPredictions } from "./predictions.js";

/**
 * How much more purchases of customers vary than those of a known rate do, at some times from now:
 *     ratio = E[Y (Y - 1)] / E[Y]^2
 * which changes little from one time to another, so that variances in between and beyond follow from it.
 */
export interface PurchaseSpread {
  /** rising */
  readonly times: readonly number[];
  /** E[Y] by time, a column by history */
  readonly expected: readonly Float64Array[];
  readonly ratio: readonly Float64Array[];
}

/** @param predictions of purchases up to each of the times, with variances */
export function purchaseSpread(
  times: readonly number[],
  { expected, variance }: Pick<HistoryPredictions, "expected" | "variance">,
): PurchaseSpread {
  const ratio = times.map((_, j) =>
    expected[j]!.map((mean, i) =>
      mean > 0 ? Math.max(0, (variance[j]![i]! + mean * mean - mean) / (mean * mean)) : 1,
    ),
  );
  return { times, expected: times.map((_, j) => expected[j]!), ratio };
}

/**
 * Variance of what is bought up to a time from now.
 * @param mean E of it, by history
 */
export function varianceUntil(
  { times, ratio }: PurchaseSpread,
  mean: Float64Array,
  time: number,
): Float64Array {
  return mean.map((m, i) => Math.max(0, m + (between(times, (j) => ratio[j]![i]!, time) - 1) * m * m));
}

/**
 * Variance of what is bought in a stretch of time that begins later: it varies like purchases of as long a time from now, in proportion to
 * what is expected.
 * @param mean   E of it, by history
 * @param length of the stretch
 */
export function varianceWithin(
  { times, expected, ratio }: PurchaseSpread,
  mean: Float64Array,
  length: number,
): Float64Array {
  const starts = [0, ...times];
  return mean.map((m, i) => {
    const f = between(times, (j) => ratio[j]![i]!, length);
    const now = between(starts, (j) => (j === 0 ? 0 : expected[j - 1]![i]!), length);
    return Math.max(0, m + f * m * now - m * m);
  });
}

/**
 * Variance of discounted purchases for ever. Their ratio is nearly that of purchases up to 1 / delta, delta being the discount rate: those who
 * stay bring as much by then. It lies on the line through its values at the last two times, by what is expected.
 * @param residual E of it, by history
 * @param long     E[Y(1 / delta)]
 */
export function varianceForEver(
  { expected, ratio, times }: PurchaseSpread,
  residual: Float64Array,
  long: Float64Array,
): Float64Array {
  const last = times.length - 1;
  const before = Math.max(0, last - 1);
  return residual.map((mean, i) => {
    const [from, to] = [expected[before]![i]!, expected[last]![i]!];
    const [f, g] = [ratio[before]![i]!, ratio[last]![i]!];
    const ever = to > from ? g + ((g - f) * Math.max(0, long[i]! - to)) / (to - from) : g;
    return Math.max(0, mean + (Math.max(0, ever) - 1) * mean * mean);
  });
}

/** On the lines through points, and as at the nearest one outside of them. */
function between(times: readonly number[], of: (j: number) => number, t: number): number {
  const after = times.findIndex((time) => time >= t);
  if (after < 0) return of(times.length - 1);
  if (after === 0) return of(0);
  const [from, to] = [times[after - 1]!, times[after]!];
  return of(after - 1) + ((of(after) - of(after - 1)) * (t - from)) / (to - from);
}

/**
 * Probability that a total of purchases of this mean and variance is 0: that of a negative binomial distribution, of a Poisson one where it varies no more.
 * @example chanceOfNone(2, 2) // 0.1353352832366127
 */
export function chanceOfNone(mean: number, variance: number): number {
  const more = (variance - mean) / mean;
  return more > 1e-9 ? (1 + more) ** (-mean / more) : Math.exp(-mean);
}
