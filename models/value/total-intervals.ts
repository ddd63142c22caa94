import type { Histories, Params } from "../model.js";
import { normalQuantile } from "../numeric/normal-quantile.js";
import type { HistoryPredictions } from "./predictions.js";
import { type SegmentSums, type SpendParams, spendMoments } from "./segment-sums.js";
import { noDoubt, type RelativeDoubt } from "./total-doubt.js";

/** A total over customers: of purchases, or of value in base currency. */
export interface Total {
  /** The sum of the customers' expected values at the estimate. */
  readonly expected: number;
  /** Standard deviation from chance in customers' purchases and spend, which averages out in large groups. */
  readonly chance: number;
  /** Standard deviation from the doubt about parameters, which does not. */
  readonly doubt: number;
  /** Quantiles at the levels asked for. */
  readonly quantiles: readonly number[];
}

/** Totals of one segment, by horizon. */
export interface SegmentTotals {
  readonly customers: number;
  readonly purchases: readonly Total[];
  readonly value: readonly Total[];
}

export interface TotalOptions {
  readonly levels: readonly number[];
  /** share of revenue that is profit */
  readonly margin: number;
  readonly spend: SpendParams;
  /** What the doubt about parameters does to the totals, by segment; none when absent. */
  readonly doubt?: readonly RelativeDoubt[];
}

/**
 * Expected total purchases and value of each segment with quantiles. They are not sums of customers' quantiles: given the
 * parameters customers are independent, so variances add; the doubt about parameters moves all of them together and is
 * added as it is. Given parameters
 *     Var[value] = (margin d E[M | x, m])^2 (noise (E[Y^2] + E[Y]/p) - E[Y]^2),  d = discounted / expected purchases
 * with the noise of spend-noise.ts. Quantiles are those of the gamma distribution with this mean and variance,
 * which is nearly normal for large groups and stays above 0 for small ones.
 * @param predictions of the histories, made with intervals (which fill `variance`)
 */
export function totalIntervals(
  h: Histories,
  predictions: HistoryPredictions,
  segments: readonly SegmentSums[],
  options: TotalOptions,
): SegmentTotals[] {
  const { expected, discounted, variance } = predictions;
  if (variance.length !== expected.length)
    throw new RangeError("totals need predictions that were made with intervals");
  return segments.map((segment, s) => {
    const { row, n } = segment;
    const spend = spendMoments(h, segment, options.spend);
    const doubt = options.doubt?.[s];
    let customers = 0;
    for (const count of n) customers += count;
    const purchases = expected.map((mean, j) => {
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < row.length; i++) {
        sum += n[i]! * mean[row[i]!]!;
        squares += n[i]! * variance[j]![row[i]!]!;
      }
      return totalOf(sum, squares, doubt?.purchases[j] ?? noDoubt, options.levels);
    });
    const value = expected.map((mean, j) => {
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < row.length; i++) {
        const at = row[i]!;
        const E = mean[at]!;
        if (!(E > 0)) continue;
        const D = discounted[j]![at]!;
        const second = variance[j]![at]! + E * E;
        const spread = spend.noise[i]! * (second + spend.perPurchase * E) - E * E;
        sum += spend.sum[i]! * D;
        squares += spend.squares[i]! * (D / E) ** 2 * spread;
      }
      const { margin, levels } = options;
      return totalOf(margin * sum, margin ** 2 * squares, doubt?.value[j] ?? noDoubt, levels);
    });
    return { customers, purchases, value };
  });
}

function totalOf(
  expected: number,
  chance: number,
  doubt: { readonly mean: number; readonly variance: number },
  levels: readonly number[],
): Total {
  const variance = chance * (doubt.mean ** 2 + doubt.variance) + expected ** 2 * doubt.variance;
  return {
    expected,
    chance: Math.sqrt(chance),
    doubt: expected * Math.sqrt(doubt.variance),
    quantiles: levels.map((level) => gammaQuantile(expected * doubt.mean, variance, level)),
  };
}

/**
 * Quantile of the gamma distribution with this mean and variance by the cube-root approximation of Wilson & Hilferty
 * (1931): within 0.1 % of the mean where the standard deviation is below a third of the mean.
 * @example gammaQuantile(100, 100, 0.975) // 120.53
 */
export function gammaQuantile(mean: number, variance: number, level: number): number {
  if (!(variance > 0)) return mean;
  const ninth = variance / (9 * mean * mean);
  return mean * Math.max(0, 1 - ninth + normalQuantile(level) * Math.sqrt(ninth)) ** 3;
}

/** Purchases of one customer that vary by 1 % are as good as equal; a finer grid would cost time and show nothing. */
const evenSpend = 1e4;

/**
 * Gamma-Gamma's p and q for the intervals of customers: null where spend is a constant mean. p, the evenness of a
 * customer's purchases, is at most 10,000: where everyone always pays the same, as for a subscription, it runs away.
 */
export function spendSpread(spend: SpendParams): Params<"p" | "q"> | null {
  if ("mean" in spend) return null;
  return spend.p > evenSpend ? { ...spend, p: evenSpend } : spend;
}
