import type { Histories, Params } from "../model.js";
import { normalQuantile } from "../numeric/normal-quantile.js";
import type { HistoryPredictions } from "./predictions.js";
import { noDoubt, type RelativeDoubt, type RelativeMoments } from "./sampled-doubt.js";
import type { SegmentSums, SpendParams } from "./segment-sums.js";
import { spendNoise } from "./spend-noise.js";
import { type LogNormalPoint, mixtureQuantile, mixtureVariance, widened } from "./total-mixture.js";
import { discountedValue, type TotalSums, totalSums, type ValueSums } from "./total-sums.js";

/** A total over customers: of purchases, or of value in base currency. */
export interface Total {
  /** The sum of the customers' expected values at the estimate. */
  readonly expected: number;
  /** Standard deviation from chance in customers' purchases and spend, which averages out in large groups. */
  readonly chance: number;
  /** Standard deviation from the doubt about parameters, which does not. */
  readonly doubt: number;
  /** Standard deviation from the doubt about season and level, which does not either; 0 where they are left out. */
  readonly calendar: number;
  /** Quantiles at the levels asked for. */
  readonly quantiles: readonly number[];
}

/** Standard deviation of the logarithm of a total, of all that it is unsure by. */
export function logSpreadOf({
  expected,
  chance,
  doubt,
  calendar,
}: Pick<Total, "expected" | "chance" | "doubt" | "calendar">): number {
  if (!(expected > 0)) return 0;
  return Math.sqrt(Math.log1p((chance ** 2 + doubt ** 2) / expected ** 2) + (calendar / expected) ** 2);
}

/** Totals of one segment, by horizon. */
export interface SegmentTotals {
  readonly customers: number;
  readonly purchases: readonly Total[];
  readonly value: readonly Total[];
}

export interface TotalOptions {
  readonly levels: readonly number[];
  /** share of revenue that is profit; 1 where customers have margins of their own (SegmentSums.margins) */
  readonly margin: number;
  readonly spend: SpendParams;
  /** What the doubt about parameters does to the totals, by segment; none when absent. */
  readonly doubt?: readonly RelativeDoubt[];
  /** What season and level leave open, the same for every segment, since they move all customers together; none when absent. */
  readonly common?: CommonDoubt;
  /** What the spread of the logarithm of each total is multiplied by, by horizon, after what earlier totals were like; 1 when absent. */
  readonly widening?: Widening;
}

/** By horizon, at least 1. */
export interface Widening {
  readonly purchases: readonly number[];
  readonly value: readonly number[];
}

/** Log-normal factors that a total is one of, by horizon. */
export interface CommonDoubt {
  readonly purchases: readonly (readonly LogNormalPoint[])[];
  readonly value: readonly (readonly LogNormalPoint[])[];
}

/** `totalsOfSums` of customers who are all at hand. */
export function totalIntervals(
  h: Histories,
  predictions: HistoryPredictions,
  segments: readonly SegmentSums[],
  options: TotalOptions,
): SegmentTotals[] {
  return totalsOfSums(
    segments.map((segment) => totalSums(h, predictions, segment, options.spend)),
    options,
  );
}

/**
 * Expected total purchases and value of each segment with quantiles. They are not sums of customers' quantiles: given the
 * parameters customers are independent, so variances add; the doubt about parameters moves all of them together and is
 * added as it is. Quantiles are those of the gamma distribution with this mean and variance, which is nearly normal for
 * large groups and stays above 0 for small ones. Where season and level move the total too, it is a mixture of log-normals.
 */
export function totalsOfSums(segments: readonly TotalSums[], options: TotalOptions): SegmentTotals[] {
  const { levels, margin, spend, common, widening } = options;
  return segments.map(({ customers, purchases, value }, s) => {
    const doubt = options.doubt?.[s];
    const chance = valueVariance(value, purchases.length, spend);
    return {
      customers,
      purchases: purchases.map(({ mean, variance }, j) =>
        totalOf(mean, variance, doubt?.purchases[j] ?? noDoubt, levels, {
          common: common?.purchases[j],
          widening: widening?.purchases[j],
        }),
      ),
      value: chance.map((variance, j) => {
        const expected = margin * discountedValue(value, j, spend);
        return totalOf(expected, margin ** 2 * variance, doubt?.value[j] ?? noDoubt, levels, {
          common: common?.value[j],
          widening: widening?.value[j],
        });
      }),
    };
  });
}

/**
 * Variance of the discounted value before margin, given parameters, by horizon. One customer's is
 *     (d E[M | x, m])^2 (noise (E[Y^2] + E[Y]/p) - E[Y]^2),  d = discounted / expected purchases
 * since the sum S of Y purchases in units of E[M | x, m] is (b-1)/p times a beta-prime(pY, b), b = px + q:
 * E[S^2] = noise (E[Y^2] + E[Y]/p), noise = (b-1)/(b-2) with the limit of spendNoise for small b. Where everyone's mean
 * spend is the same there is no noise, and S = Y.
 */
function valueVariance(value: readonly ValueSums[], horizons: number, spend: SpendParams): number[] {
  const variance = new Array<number>(horizons).fill(0);
  for (const { x, customers, horizons } of value) {
    const noise = "mean" in spend ? 1 : spendNoise(spend.p * x + spend.q, customers);
    horizons.forEach(({ second, square }, j) => {
      variance[j]! += noise * second - square;
    });
  }
  return variance;
}

function totalOf(
  expected: number,
  chance: number,
  doubt: RelativeMoments,
  levels: readonly number[],
  {
    common,
    widening = 1,
  }: { readonly common: readonly LogNormalPoint[] | undefined; readonly widening: number | undefined },
): Total {
  const variance = chance * (doubt.mean ** 2 + doubt.variance) + expected ** 2 * doubt.variance;
  const spread = { chance: Math.sqrt(chance), doubt: expected * Math.sqrt(doubt.variance) };
  if (common === undefined || !(expected > 0)) {
    const quantile = (level: number): number => gammaQuantile(expected * doubt.mean, variance, level);
    return { ...{ expected, ...spread, calendar: 0 }, quantiles: quantilesOf(quantile, levels, widening) };
  }
  const log = Math.log1p(variance / (expected * doubt.mean) ** 2);
  const points = widened(common, log, Math.log(doubt.mean) - log / 2);
  const quantile = (level: number): number => expected * Math.exp(mixtureQuantile(points, level));
  return {
    ...{ expected, ...spread, calendar: expected * Math.sqrt(mixtureVariance(common)) },
    quantiles: quantilesOf(quantile, levels, widening),
  };
}

/** The same total in another unit. */
export function scaledTotal(total: Total, factor: number): Total {
  const { expected, chance, doubt, calendar, quantiles } = total;
  return {
    expected: expected * factor,
    chance: chance * factor,
    doubt: doubt * factor,
    calendar: calendar * factor,
    quantiles: quantiles.map((q) => q * factor),
  };
}

/** Quantiles, with their logarithms as many times as far from that of the median. */
function quantilesOf(
  quantile: (level: number) => number,
  levels: readonly number[],
  widening: number,
): number[] {
  if (widening === 1) return levels.map(quantile);
  const median = quantile(0.5);
  return levels.map((level) =>
    median > 0 ? median * (quantile(level) / median) ** widening : quantile(level),
  );
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
export const evenSpend = 1e4;

/**
 * Gamma-Gamma's p and q for the intervals of customers: null where spend is a constant mean. p, the evenness of a
 * customer's purchases, is at most 10,000: where everyone always pays the same, as for a subscription, it runs away.
 */
export function spendSpread(spend: SpendParams): Params<"p" | "q"> | null {
  if ("mean" in spend) return null;
  return spend.p > evenSpend ? { ...spend, p: evenSpend } : spend;
}
