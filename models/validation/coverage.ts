import { type Column, checkColumns, weightedMean } from "./columns.js";

export interface IntervalCoverage {
  /** share of customers whose outcome lies in their interval, ends included */
  readonly coverage: number;
  /** shares below and above it */
  readonly below: number;
  readonly above: number;
  /** mean length: of two forecasts that cover alike, the sharper is better */
  readonly meanWidth: number;
  /** mean of the interval score, which weighs both; lower is better */
  readonly score: number;
}

/**
 * Whether intervals hold what they promise, and how wide they are.
 * Gneiting & Raftery (2007), "Strictly Proper Scoring Rules, Prediction, and Estimation", section 6:
 *     score = (u - l) + 2/alpha (l - y) [y < l] + 2/alpha (y - u) [y > u],   alpha = 1 - level
 * Counts are discrete, so a central interval of integers covers more than its level; randomisedPit has no such slack.
 * @param level nominal coverage, in (0, 1)
 * @example intervalCoverage([0, 0], [2, 2], [1, 5], 0.8).coverage // 0.5
 */
export function intervalCoverage(
  low: Column,
  high: Column,
  actual: Column,
  level: number,
  weights?: Column,
): IntervalCoverage {
  checkColumns({ low, high, actual }, weights, "intervals");
  if (!(0 < level && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  const n = actual.length;
  for (let i = 0; i < n; i++)
    if (!(low[i]! <= high[i]!))
      throw new RangeError(`an interval starts at ${low[i]} and ends at ${high[i]} in row ${i}`);
  const mean = (value: (i: number) => number): number => weightedMean(n, value, weights);
  const below = mean((i) => (actual[i]! < low[i]! ? 1 : 0));
  const above = mean((i) => (actual[i]! > high[i]! ? 1 : 0));
  const meanWidth = mean((i) => high[i]! - low[i]!);
  const missed = mean((i) => Math.max(0, low[i]! - actual[i]!, actual[i]! - high[i]!));
  return {
    coverage: mean((i) => (low[i]! <= actual[i]! && actual[i]! <= high[i]! ? 1 : 0)),
    below,
    above,
    meanWidth,
    score: meanWidth + (2 / (1 - level)) * missed,
  };
}
