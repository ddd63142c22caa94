import type { HistoryPredictions } from "./predictions.js";
import { type SampledQuestion, standingFor, totalsOfSample } from "./sampled-totals.js";
import { type SegmentSums, spendSum, weightsOf } from "./segment-sums.js";
import { scaledTotal, type Total } from "./total-intervals.js";

/** Days after the as-of date: those after `from`, up to `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Expected totals of all customers up to a day after the as-of date. */
export interface ExactTotal {
  readonly days: number;
  readonly purchases: number;
  /** discounted, margin applied; 0 without amounts */
  readonly value: number;
}

export interface MonthsQuestion extends Pick<SampledQuestion, "sample" | "everyone" | "spendPoints"> {
  readonly months: readonly Stretch[];
  /** Days that predictions are up to, rising: the ends of months, and the days of `exact`. */
  readonly cuts: readonly number[];
  /** Predictions of the sample up to each of them: at the estimate, then at equally likely points. */
  readonly at: readonly HistoryPredictions[];
  /** The same at the estimate, not discounted. */
  readonly undiscounted: HistoryPredictions;
  /** By month: predictions for as long a time from now, with variances. */
  readonly asLong: HistoryPredictions;
  /** By horizon, rising, the last one being the last cut. */
  readonly exact: readonly ExactTotal[];
  /** What season and level leave open, by month, is in `common`. */
  readonly options: SampledQuestion["options"];
}

export interface MonthTotal {
  readonly purchases: Total;
  /** margin applied, not discounted */
  readonly value: Total;
  /** margin applied, discounted to the as-of date */
  readonly discounted: Total;
}

/**
 * What all customers are expected to buy and to bring in each month to come. How a horizon's total divides among its days is measured on
 * the sample; brought to the exact total, days up to a horizon add up to it. Purchases of one month vary like those of as long a
 * time from now, in proportion to what is expected: exact for a customer who is sure to stay, near for others.
 */
export function monthTotals(question: MonthsQuestion): MonthTotal[] {
  const { sample, everyone, months, cuts, at, undiscounted, asLong, options } = question;
  const own = standingFor(sample, everyone.own, everyone.customers);
  const until = cumulated(question, own, at[0]!);
  const plain = cumulated(question, own, undiscounted);
  const purchases = spreadOver(question, until.purchases, (e) => e.purchases);
  const value = spreadOver(question, until.value, (e) => e.value);
  const increments = at.map((predictions) => byMonth(predictions, cuts, months));
  const [estimate, ...points] = increments;
  const [found] = totalsOfSample({
    ...{ sample, everyone, groups: [everyone], spendPoints: question.spendPoints, options },
    at: [{ ...estimate!, variance: varianceOf(estimate!, asLong) }, ...points],
  });
  return months.map((month, m): MonthTotal => {
    const worth = found!.value[m]!;
    return {
      purchases: broughtTo(found!.purchases[m]!, within(month, cuts, purchases, until.purchases)),
      value: broughtTo(worth, within(month, cuts, value, plain.value)),
      discounted: broughtTo(worth, within(month, cuts, value, until.value)),
    };
  });
}

const broughtTo = (total: Total, expected: number): Total =>
  scaledTotal(total, total.expected > 0 ? expected / total.expected : 0);

interface Cumulated {
  readonly purchases: readonly number[];
  readonly value: readonly number[];
}

/** Sums over the sample up to each cut, before margin. */
function cumulated(
  { sample, cuts, options: { spend } }: MonthsQuestion,
  own: SegmentSums,
  { expected, discounted }: HistoryPredictions,
): Cumulated {
  const { row, n } = own;
  const { m, mz } = weightsOf(own);
  const spent = Float64Array.from(row, (k, i) => spendSum(spend, sample.histories.x[k]!, m[i]!, mz[i]!));
  const sum = (weight: Float64Array, column: Float64Array): number =>
    row.reduce((total, k, i) => total + weight[i]! * column[k]!, 0);
  return {
    purchases: cuts.map((_, j) => sum(n, expected[j]!)),
    value: cuts.map((_, j) => sum(spent, discounted[j]!)),
  };
}

/** By cut: what a unit of the sample's total since the cut before stands for, so that horizons come out exactly. */
function spreadOver(
  { cuts, exact }: MonthsQuestion,
  until: readonly number[],
  of: (total: ExactTotal) => number,
): number[] {
  const places = exact.map(({ days }) => cuts.indexOf(days));
  return cuts.map((_, j) => {
    const k = places.findIndex((place) => place >= j);
    const added = until[places[k]!]! - (until[places[k - 1] ?? -1] ?? 0);
    return added > 0 ? (of(exact[k]!) - (k > 0 ? of(exact[k - 1]!) : 0)) / added : 0;
  });
}

/** A month's total: its stretches between cuts, each at what it stands for. */
function within(
  { from, to }: Stretch,
  cuts: readonly number[],
  stands: readonly number[],
  until: readonly number[],
): number {
  return cuts.reduce(
    (sum, day, j) => (day > from && day <= to ? sum + stands[j]! * (until[j]! - (until[j - 1] ?? 0)) : sum),
    0,
  );
}

/** Predictions of each month from those up to each cut. */
function byMonth(
  predictions: HistoryPredictions,
  cuts: readonly number[],
  months: readonly Stretch[],
): HistoryPredictions {
  const of = (columns: readonly Float64Array[]): Float64Array[] =>
    months.map(({ from, to }) => {
      const until = columns[cuts.indexOf(to)]!;
      const before = from === 0 ? null : columns[cuts.indexOf(from)]!;
      return before === null ? until : until.map((v, i) => v - before[i]!);
    });
  return { ...predictions, expected: of(predictions.expected), discounted: of(predictions.discounted) };
}

/** Var[Y] = E[Y^2] - E[Y]^2 by month, with E[Y^2] / E[Y] that of as long a time from now. */
function varianceOf({ expected }: HistoryPredictions, asLong: HistoryPredictions): Float64Array[] {
  return expected.map((column, m) =>
    column.map((mean, i) => {
      const now = asLong.expected[m]![i]!;
      if (!(now > 0)) return 0;
      const second = (mean * (asLong.variance[m]![i]! + now * now)) / now;
      return Math.max(0, second - mean * mean);
    }),
  );
}
