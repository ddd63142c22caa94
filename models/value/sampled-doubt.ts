import type { HistorySample } from "./history-sample.js";
import type { HistoryPredictions } from "./predictions.js";
import { type SegmentSums, type SpendParams, spendSum, weightsOf } from "./segment-sums.js";
import { discountedValue, type TotalSums } from "./total-sums.js";

/** What the doubt about parameters does to a total: mean and variance of (total at a point) / (total at the estimate). */
export interface RelativeMoments {
  readonly mean: number;
  readonly variance: number;
}

/** The doubt about the totals of one segment, by horizon. */
export interface RelativeDoubt {
  readonly purchases: readonly RelativeMoments[];
  readonly value: readonly RelativeMoments[];
}

export const noDoubt: RelativeMoments = { mean: 1, variance: 0 };

const usualLeastRows = 200; // in the sample for a segment to be judged by its own

export interface SampledSegment {
  /** The segment's customers among those with a sampled history: positions in the sample. */
  readonly sampled: SegmentSums;
  /** All of its customers. */
  readonly sums: TotalSums;
}

/**
 * The spread of each segment's totals over points of the purchase model, measured on a sample of the histories, and over
 * points of the spend model, which needs the sums alone. Segments with few histories in the sample are given the doubt of
 * the first one, which holds all customers.
 * @param at predictions of the sample at the estimate and then at every point; points are equally likely
 * @param spendPoints equally likely too, and unrelated to those
 */
export function sampledDoubt(
  { histories, customers, whole }: HistorySample,
  at: readonly HistoryPredictions[],
  segments: readonly SampledSegment[],
  {
    spend,
    spendPoints,
    leastRows = usualLeastRows,
  }: {
    readonly spend: SpendParams;
    readonly spendPoints: readonly SpendParams[];
    readonly leastRows?: number;
  },
): RelativeDoubt[] {
  const horizons = (at[0]?.expected ?? []).map((_, t) => t);
  const own = segments.map(({ sampled }) => {
    const { row, n } = sampled;
    const { m, mz } = weightsOf(sampled);
    const purchases = horizons.map(() => new Float64Array(at.length));
    const value = horizons.map(() => new Float64Array(at.length));
    for (let i = 0; i < row.length; i++) {
      const k = row[i]!;
      const hits = histories.n[k]! / customers[k]!; // customers that one of the sampled history stands for
      const spent = spendSum(spend, histories.x[k]!, m[i]!, mz[i]!);
      at.forEach(({ expected, discounted }, j) => {
        for (const t of horizons) {
          purchases[t]![j]! += hits * n[i]! * expected[t]![k]!;
          value[t]![j]! += hits * spent * discounted[t]![k]!;
        }
      });
    }
    return { purchases, value, enough: whole || row.length >= leastRows };
  });
  return segments.map(({ sums }, s): RelativeDoubt => {
    const from = own[s]!.enough ? own[s]! : own[0]!;
    return {
      purchases: from.purchases.map(relativeMoments),
      value: from.value.map((totals, t) => {
        const bySpend = [spend, ...spendPoints].map((point) => discountedValue(sums.value, t, point));
        return product(relativeMoments(totals), relativeMoments(bySpend));
      }),
    };
  });
}

/** Moments of total / total[0] over the entries after the first. */
function relativeMoments(totals: ArrayLike<number>): RelativeMoments {
  const first = totals[0]!;
  const count = totals.length - 1;
  if (!(first > 0) || count === 0) return noDoubt;
  let mean = 0;
  for (let j = 1; j <= count; j++) mean += totals[j]! / first / count;
  let variance = 0;
  for (let j = 1; j <= count; j++) variance += (totals[j]! / first - mean) ** 2 / count;
  return { mean, variance };
}

/** Moments of the product of two independent factors. */
function product(a: RelativeMoments, b: RelativeMoments): RelativeMoments {
  const mean = a.mean * b.mean;
  const variance = a.variance * b.variance + a.variance * b.mean ** 2 + b.variance * a.mean ** 2;
  return { mean, variance };
}
