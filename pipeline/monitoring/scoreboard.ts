import type { Limits } from "../config/limits.js";
import { figure, type Measure, measured, shown, signed } from "./measure.js";

/** Purchases and revenue (base currency, refunds taken off) of the earlier run's customers since its as-of date. */
export interface Since {
  readonly purchases: number;
  readonly revenue: number;
}

/** Fewer expected purchases than this, and chance alone moves the ratio by as much as a threshold. */
const leastExpected = 100;

/** What the earlier run's model foretold for its customers over the days since, against what came. */
export function scoreboard(expected: Since, actual: Since, days: number, limits: Limits): Measure[] {
  return (["purchases", "revenue"] as const).flatMap((what) => {
    const [e, a] = [expected[what], actual[what]];
    if (!(e > 0)) return [];
    const off = a / e - 1;
    const text = `${what} of the last run's customers in ${days} ${days === 1 ? "day" : "days"}: ${figure(a)}, ${signed(off)} against the ${figure(e)} expected`;
    const name = `actual_${what}`;
    return expected.purchases < leastExpected
      ? [shown(name, a, e, text)]
      : [measured(name, a, e, Math.abs(off), limits, text)];
  });
}
