import type { HistorySample } from "./history-sample.js";
import type { HistoryPredictions } from "./predictions.js";
import { sampledDoubt } from "./sampled-doubt.js";
import { eachColumn, type SegmentSums, type SpendParams } from "./segment-sums.js";
import { type SegmentTotals, type TotalOptions, totalsOfSums } from "./total-intervals.js";
import { totalSums } from "./total-sums.js";

/** Customers of whom those with a sampled history are at hand. */
export interface SampledGroup {
  /** those, by position in the sample */
  readonly own: SegmentSums;
  /** how many they are in all */
  readonly customers: number;
}

export interface SampledQuestion {
  readonly sample: HistorySample;
  /** Predictions of the sample: at the estimate, with variances, then at equally likely points; the estimate alone for no doubt. */
  readonly at: readonly HistoryPredictions[];
  /** All customers, who stand in for groups with few sampled histories. */
  readonly everyone: SampledGroup;
  readonly groups: readonly SampledGroup[];
  readonly spendPoints: readonly SpendParams[];
  readonly options: Omit<TotalOptions, "doubt">;
}

/** As many sampled histories of a group tell its spread: a twentieth of the customers, the usual highest tier, has about 100. */
const leastRows = 50;

/**
 * Totals of groups measured on the sampled histories, each of which stands for as many customers as it was drawn for. Their expected
 * values are those of the sample, and off by what the sample is: scaledTotal brings a total to one that is known exactly.
 */
export function totalsOfSample(question: SampledQuestion): SegmentTotals[] {
  const { sample, at, everyone, groups, spendPoints, options } = question;
  const { spend } = options;
  const enough = ({ own }: SampledGroup): boolean => sample.whole || own.row.length >= leastRows;
  // all customers are only worked out where a group needs them
  const standIn = groups.every(enough) ? [] : [everyone];
  const segments = [...standIn, ...groups].map((group) => {
    const { own, customers } = group;
    const standing = standingFor(sample, enough(group) ? own : everyone.own, customers);
    return { sampled: own, sums: totalSums(sample.histories, at[0]!, standing, spend) };
  });
  const doubt = sampledDoubt(sample, at, segments, { spend, spendPoints, leastRows });
  return totalsOfSums(
    segments.slice(standIn.length).map(({ sums }) => sums),
    { ...options, ...(at.length > 1 && { doubt: doubt.slice(standIn.length) }) },
  );
}

/** The sampled customers, each as often as brings them to all of the group. */
export function standingFor(
  { histories, customers }: HistorySample,
  segment: SegmentSums,
  all: number,
): SegmentSums {
  const { row, n } = segment;
  const drawn = Float64Array.from(row, (k) => histories.n[k]! / customers[k]!);
  const reached = drawn.reduce((sum, times, i) => sum + times * n[i]!, 0);
  const share = reached > 0 ? all / reached : 0;
  return eachColumn(segment, (column) => column.map((v, i) => share * drawn[i]! * v));
}
