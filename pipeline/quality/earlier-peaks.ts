import type { Days } from "../sql/input-statistics.js";
import { dayAfter, daysBetween, median, weekday } from "../time/calendar.js";
import { easterSunday } from "../time/easter.js";
import { byWeekday, indexOf, yearsBefore } from "./daily-counts.js";
import type { Findings } from "./findings.js";
import { earlierYears } from "./season.js";

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
 * The largest peak of an earlier year around each day, judged as days of the window are: against the usual orders of the same window
 * of that year.
 * @param usualOf usual orders by weekday
 */
export function earlierPeaks(
  { counts, windowAfter, asOf }: Findings,
  usualOf: (orders: ReadonlyMap<number, readonly number[]>) => ReadonlyMap<number, number>,
): (day: string) => Peak {
  const window: Days = { after: windowAfter, until: asOf };
  const years = earlierYears(counts, window).map((k) => {
    const then = yearsBefore(window, k);
    return { k, usual: usualOf(byWeekday(counts, then)) };
  });
  const ratioOf = (day: string, usual: ReadonlyMap<number, number>): number =>
    (counts.orders[indexOf(counts, day)] ?? 0) / (usual.get(weekday(day)) ?? Number.POSITIVE_INFINITY);
  return (day) => {
    let peak: Peak = { ratio: 1, year: null };
    for (const { k, usual } of years)
      for (const like of daysLike(day, k)) {
        const ratio = ratioOf(like, usual);
        if (ratio >= leastPeak && ratio > peak.ratio) peak = { ratio, year: Number(like.slice(0, 4)) };
      }
    return peak;
  };
}

/** Days of an earlier year around the one that corresponds to a day: of the same weekday, or as far from Easter. */
function daysLike(day: string, years: number): string[] {
  const sameWeekday = yearsBefore({ after: day, until: day }, years).until;
  const year = Number(day.slice(0, 4));
  const asFarFromEaster = dayAfter(easterSunday(year - years), daysBetween(easterSunday(year), day));
  const around = (middle: string): string[] =>
    Array.from({ length: 2 * mayMove + 1 }, (_, i) => dayAfter(middle, i - mayMove));
  return [...around(sameWeekday), asFarFromEaster];
}
