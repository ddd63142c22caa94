/**
 * Lifetime by aggregate retention, as spreadsheets have it: one rate for all subscribers, however long they have stayed. It understates
 * what they are worth, since those who stay for long are those likely to renew, and mixes with the ages of the cohorts.
 * Fader & Hardie (2010), Customer-Base Valuation in a Contractual Setting: The Perils of Ignoring Heterogeneity,
 * Marketing Science 29(1), 85-93; `derl` has the right one.
 */

/** The subscribers of a cohort: now, and a period ago, when cohorts that have come since had none. */
export interface CohortAlive {
  readonly alive: number;
  readonly before: number;
}

/**
 * r = sum of the subscribers now of the cohorts that were there a period ago / sum of those then.
 * @returns NaN where nobody was there
 * @example aggregateRetention([{ alive: 81, before: 100 }, { alive: 64, before: 80 }, { alive: 100, before: 0 }]) // 0.80556, 145 / 180
 */
export function aggregateRetention(cohorts: readonly CohortAlive[]): number {
  const there = cohorts.filter(({ before }) => before > 0);
  const sum = (of: keyof CohortAlive): number => there.reduce((all, cohort) => all + cohort[of], 0);
  return sum("alive") / sum("before");
}

/**
 * Discounted periods to come of a subscriber just before the next renewal is decided, if all were renewed at one rate:
 *     sum over k = 1, 2, ... of r^k / (1 + d)^(k-1) = r (1 + d) / (1 + d - r).
 * @param retention r, in [0, 1 + d)
 * @param discount  d, effective for a period
 * @example naiveLifetime(0.8, 0.1) // 2.9333
 */
export function naiveLifetime(retention: number, discount: number): number {
  return (retention * (1 + discount)) / (1 + discount - retention);
}
