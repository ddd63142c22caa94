import { firstDayOfMonth, monthOfDay } from "./months.js";

/** Stretches of days that share one factor: the calendar months of a log, and those that follow it. */
export interface CalendarBins {
  /** first day of each */
  readonly from: readonly number[];
  /** last day of each, included */
  readonly to: readonly number[];
  /** month of the year of the middle day, January 0 */
  readonly month: readonly number[];
  /** years from the middle of the log to the middle day */
  readonly year: readonly number[];
  /** how many lie in the log; the others follow it */
  readonly past: number;
  /** months that the level has walked for up to each; one a bin when absent */
  readonly step?: readonly number[];
}

/** Fewer days make no month of their own. */
export const leastDays = 15;

/**
 * Calendar months from the first day of a log to its last, then on to `until`. A month with under 15 days at either end of the log
 * joins its neighbour there. What is left of the last month is the first to come. All days are day numbers, both ends included.
 * @param asOf  last day of the log
 * @param until last day that is asked about, from asOf on
 */
export function calendarBins(firstDay: number, asOf: number, until: number): CalendarBins {
  const log = months(firstDay, asOf);
  if (log.length > 1 && daysIn(log[0]!) < leastDays) log.splice(0, 2, [firstDay, log[1]![1]]);
  const last = log.at(-1)!;
  if (log.length > 1 && daysIn(last) < leastDays) log.splice(-2, 2, [log.at(-2)![0], asOf]);
  const all = [...log, ...months(asOf + 1, until)];
  const centre = (firstDay + asOf) / 2;
  const middle = all.map(([from, to]) => Math.floor((from + to) / 2));
  return {
    from: all.map(([from]) => from),
    to: all.map(([, to]) => to),
    month: middle.map((day) => monthOfDay(day) % 12),
    year: all.map(([from, to]) => ((from + to) / 2 - centre) / 365.25),
    past: log.length,
  };
}

type Days = readonly [from: number, to: number];

const daysIn = ([from, to]: Days): number => to - from + 1;

/** The days from one to another by calendar month; none where the last is before the first. */
function months(from: number, to: number): Days[] {
  const found: Days[] = [];
  for (let day = from; day <= to; ) {
    const next = firstDayOfMonth(monthOfDay(day) + 1);
    found.push([day, Math.min(to, next - 1)]);
    day = next;
  }
  return found;
}
