import type { Limits } from "../config/limits.js";
import { message } from "../text/messages/message.js";
import { chanceIn, type Measure, measured, shown } from "./measure.js";

/**
 * Purchases and revenue (base currency, refunds taken off) of the earlier run's customers since its as-of date; no revenue where
 * the log has no amounts.
 */
export interface Since {
  readonly purchases: number;
  readonly revenue?: number;
}

/** Of fewer expected purchases the board is shown, and never an alert. */
const leastExpected = 30;
/**
 * Variance of the number of purchases over its mean: 1 for Poisson purchases, more since nobody knows a customer's rate. Of their
 * revenue, with amounts whose standard deviation is their mean, 1 more.
 */
const dispersion = { purchases: 2, revenue: 3 } as const;

/**
 * What the earlier run's model predicted for its customers over the days since, compared with what followed. What chance brings among so few
 * purchases is no alert.
 */
export function scoreboard(expected: Since, actual: Since, days: number, limits: Limits): Measure[] {
  return (["purchases", "revenue"] as const).flatMap((what) => {
    const [e, a] = [expected[what], actual[what]];
    if (e === undefined || a === undefined || !(e > 0)) return [];
    const off = a / e - 1;
    const text = message(`monitoring.${what}`, days, a, e);
    const excuse = chanceIn(off, dispersion[what] / expected.purchases);
    const found = { measure: `actual_${what}`, value: a, reference: e, excuse, text };
    return expected.purchases < leastExpected
      ? [shown(found)]
      : [measured({ ...found, change: Math.abs(off) }, limits)];
  });
}
