import type { Histories, Params, PurchaseModel } from "../model.js";

/** What happened at the opportunities of each calendar period compared with what a discrete model expects; the last entry is the latest. */
export interface PeriodCounts {
  readonly actual: Float64Array;
  readonly expected: Float64Array;
  /** of actual about expected, by chance alone */
  readonly variance: Float64Array;
  /** customers who had an opportunity, whether they were there still or not where that is unknown */
  readonly atRisk: Float64Array;
}

/**
 * Renewals by calendar period of a contract model, from the histories alone: a subscriber meets opportunity j in the period T - j before
 * the latest one, is at risk there while j <= t_x + 1, and renews with probability S(j) / S(j-1), given that it is. Actual minus
 * expected is 0 on average at the true parameters, and what happens in one period does not depend on the others: exact.
 * @param model geometric, sbg or bdw
 * @param h in whole periods; parts do not count
 * @example renewalsByPeriod(geometric, { odds: 0.25 }, historiesFrom([2, 1], [2, 1], [2, 2])).expected // [1.6, 1.6], two at risk in each
 */
export function renewalsByPeriod<K extends string>(
  model: Pick<PurchaseModel<K>, "probabilityStaying">,
  p: Params<K>,
  h: Histories,
): PeriodCounts {
  const counts = noCounts(h);
  const retention = Float64Array.from(counts.actual, (_, k) => model.probabilityStaying(p, k, k, k, 1));
  for (let i = 0; i < h.n.length; i++) {
    const renewed = Math.floor(h.tx[i]!);
    const T = Math.floor(h.T[i]!);
    const begun = retention.length - T;
    for (let k = 0; k < Math.min(renewed + 1, T); k++) {
      const r = retention[k]!;
      addTo(counts, begun + k, h.n[i]!, k < renewed ? 1 : 0, r, r * (1 - r));
    }
  }
  return counts;
}

/** Room for the periods of the longest history. */
export function noCounts(h: Histories): PeriodCounts {
  let longest = 0;
  for (let i = 0; i < h.n.length; i++) if (h.n[i]! > 0) longest = Math.max(longest, Math.floor(h.T[i]!));
  return {
    actual: new Float64Array(longest),
    expected: new Float64Array(longest),
    variance: new Float64Array(longest),
    atRisk: new Float64Array(longest),
  };
}

/** Adds n customers of one opportunity. */
export function addTo(
  { actual, expected, variance, atRisk }: PeriodCounts,
  period: number,
  n: number,
  happened: number,
  probability: number,
  spread: number,
): void {
  actual[period]! += n * happened;
  expected[period]! += n * probability;
  variance[period]! += n * spread;
  atRisk[period]! += n;
}
