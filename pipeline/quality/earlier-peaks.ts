import type { Days } from "../sql/input-statistics.js";
import { dayAfter, median, weekday } from "../time/calendar.js";
import { asFarFromEaster } from "../time/easter.js";
import { byWeekday, indexOf, yearsBefore } from "./daily-counts.js";
import type { Findings } from "./findings.js";
import { yearsUsed } from "./season.js";

/** How many times the usual orders days like one had in an earlier year; 1 without a year where they had no peak. */
export interface Peak {
  readonly ratio: number;
  readonly year: number | null;
}

/** Days by which a peak that comes again each year may move: Black Friday by a week. */
const mayMove = 8;

/** Times the usual orders that are a peak; less is chance. */
const leastPeak = 2;

/** Median orders by weekday, of weekdays that have enough days and orders. */
export function medianByWeekday(
  orders: ReadonlyMap<number, readonly number[]>,
  leastDays: number,
  leastOrders: number,
): Map<number, number> {
  const enough = [...orders].filter(([, own]) => own.length >= leastDays);
  return new Map(enough.map(([w, own]) => [w, median(own)] as const).filter(([, n]) => n >= leastOrders));
}

/**
 * The largest peak of an earlier year around a day that is one, judged as days of the window are: against the usual orders of the same window
 * of that year, as far as the log has it.
 * @param leastDays days of a weekday that its usual orders are the median of, at least
 * @param leastOrders orders of a peak, at least
 */
export function earlierPeaks(
  { counts, windowAfter, asOf }: Findings,
  leastDays: number,
  leastOrders: number,
): (day: string, ratio: number) => Peak {
  const window: Days = { after: windowAfter, until: asOf };
  const years = Array.from({ length: yearsUsed }, (_, i) => ({
    k: i + 1,
    usual: medianByWeekday(byWeekday(counts, yearsBefore(window, i + 1)), leastDays, 1),
  })).filter(({ usual }) => usual.size > 0);
  return (day, now) => {
    let peak: Peak = { ratio: 1, year: null };
    if (now < leastPeak) return peak;
    for (const { k, usual } of years)
      for (const like of daysLike(day, k)) {
        const orders = counts.orders[indexOf(counts, like)] ?? 0;
        const ratio = orders / (usual.get(weekday(like)) ?? Number.POSITIVE_INFINITY);
        const isPeak = orders >= leastOrders && ratio >= leastPeak;
        if (isPeak && ratio > peak.ratio) peak = { ratio, year: Number(like.slice(0, 4)) };
      }
    return peak;
  };
}

/** Days of an earlier year around the one that corresponds to a day: of the same weekday, or as far from Easter. */
function daysLike(day: string, years: number): string[] {
  const sameWeekday = yearsBefore({ after: day, until: day }, years).until;
  const around = (middle: string): string[] =>
    Array.from({ length: 2 * mayMove + 1 }, (_, i) => dayAfter(middle, i - mayMove));
  return [...around(sameWeekday), asFarFromEaster(day, -years)];
}
