import { type Column, checkColumns } from "./columns.js";
import { averageRanks, correlation } from "./ranks.js";
import { shareInGroups } from "./shares.js";

/**
 * Spearman's rank correlation with ties: Pearson's of the average ranks. NaN where a column does not vary.
 * @param weights customers that each entry stands for; 1 when absent
 * @example spearman([1, 2, 3, 4], [10, 20, 40, 30]) // 0.8
 */
export function spearman(forecast: Column, actual: Column, weights?: Column): number {
  checkColumns({ forecast, actual }, weights);
  return correlation(averageRanks(forecast, weights), averageRanks(actual, weights), weights);
}

/**
 * Gini coefficient of the ranking by forecast over that of the ranking by actual value: 1 for a perfect ranking, about 0
 * for a random one, -1 for a reversed one. Customers of equal forecast share their ranks, so the order of the rows does not matter
 * and a constant forecast has exactly 0. Wang, Liu & Miao (2019) in "A Deep Probabilistic Model for Customer Lifetime Value Prediction".
 *     G(f) = sum of y (2 rank_f - N - 1),   G(f) / G(y)
 * @param actual >= 0; NaN where it does not vary
 * @example normalisedGini([1, 2, 3], [0, 5, 10]) // 1
 */
export function normalisedGini(forecast: Column, actual: Column, weights?: Column): number {
  checkColumns({ forecast, actual }, weights);
  let customers = 0;
  for (let i = 0; i < actual.length; i++) customers += weights === undefined ? 1 : weights[i]!;
  const gini = (by: Column): number => {
    const ranks = averageRanks(by, weights);
    let sum = 0;
    for (let i = 0; i < actual.length; i++)
      sum += (weights === undefined ? 1 : weights[i]!) * actual[i]! * (2 * ranks[i]! - customers - 1);
    return sum;
  };
  const perfect = gini(actual);
  return perfect === 0 ? Number.NaN : gini(forecast) / perfect;
}

export interface Capture {
  /** share of the actual total that the customers of highest forecast brought */
  readonly captured: number;
  /** share that the customers who turned out best brought: the most there was to capture */
  readonly possible: number;
}

/**
 * What part of the actual total lies with the given share of customers of highest forecast. Customers of equal forecast
 * across the border enter with their mean.
 * @param share of customers, in (0, 1]; 0.1 for the top ten per cent
 * @example topCapture([3, 2, 1, 0], [8, 0, 2, 0], 0.25).captured // 0.8
 */
export function topCapture(forecast: Column, actual: Column, share: number, weights?: Column): Capture {
  checkColumns({ forecast, actual }, weights);
  if (!(0 < share && share <= 1)) throw new RangeError(`invalid share; not in (0, 1]: ${share}`);
  const at = (by: Column): number => {
    const groups = shareInGroups(by, [1 - share], weights);
    let inside = 0;
    let total = 0;
    for (let i = 0; i < actual.length; i++) {
      const weight = weights === undefined ? 1 : weights[i]!;
      inside += weight * actual[i]! * groups(i, 1);
      total += weight * actual[i]!;
    }
    return total === 0 ? Number.NaN : inside / total;
  };
  return { captured: at(forecast), possible: at(actual) };
}
