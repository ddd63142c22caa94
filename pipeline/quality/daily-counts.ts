import type { Row } from "../engines/engine.js";
import type { Days } from "../sql/input-statistics.js";
import { dayAfter, daysBetween, sameDate, weekday } from "../time/calendar.js";

/** Counts of every day of the log, those without an order included: what the same days of earlier years were like. */
export interface DailyCounts {
  /** The last day before the log. */
  readonly after: string;
  /** Of the days after it, one each, up to the as-of date. */
  readonly orders: readonly number[];
  /** Customers who bought for the first time, alike. */
  readonly newCustomers: readonly number[];
}

/** @param rows what dailyCounts gives */
export function dailyCountsOf(rows: readonly Row[], { after, until }: Days): DailyCounts {
  const length = Math.max(0, daysBetween(after, until));
  const orders = new Array<number>(length).fill(0);
  const newCustomers = new Array<number>(length).fill(0);
  for (const row of rows) {
    const i = daysBetween(after, String(row.day)) - 1;
    orders[i] = Number(row.orders);
    newCustomers[i] = Number(row.new_customers);
  }
  return { after, orders, newCustomers };
}

/** Where a day is in the counts; negative before the log. */
export function indexOf(counts: DailyCounts, day: string): number {
  return daysBetween(counts.after, day) - 1;
}

/** Days of a year that fall on the same weekdays again. */
export const weekdaysAgain = 364;

/** Days of a stretch, at least, whose dates matter more than their weekdays. */
const leastByDate = 28;

/** The same days so many years before: the same weekdays, or the same dates of a month and more. */
export function yearsBefore({ after, until }: Days, years: number): Days {
  const length = daysBetween(after, until);
  const start = length < leastByDate ? dayAfter(after, -weekdaysAgain * years) : sameDate(after, -years);
  return { after: start, until: dayAfter(start, length) };
}

/** Whether the log has all of some days. */
export function holds(counts: DailyCounts, { after, until }: Days): boolean {
  return after >= counts.after && indexOf(counts, until) < counts.orders.length;
}

/** Counts of those of some days that the log has. */
export function within(series: readonly number[], counts: DailyCounts, { after, until }: Days): number[] {
  return series.slice(Math.max(0, indexOf(counts, after) + 1), Math.max(0, indexOf(counts, until) + 1));
}

export const sumOf = (values: readonly number[]): number => values.reduce((sum, n) => sum + n, 0);

/** Weeks on either side of a day that say what is usual then, and days of its weekday that have to be among them. */
const weeksAround = 8;
const leastWeeks = 4;

/**
 * Mean orders of a day's weekday in the weeks around it; null where the log has too few of them, and of days that it does not have.
 * @param at where the day is in the counts
 */
export function usualAround({ orders }: DailyCounts, at: number): number | null {
  if (orders[at] === undefined) return null;
  let [sum, days] = [0, 0];
  for (let week = -weeksAround; week <= weeksAround; week++) {
    const n = orders[at + 7 * week];
    if (week === 0 || n === undefined) continue;
    sum += n;
    days++;
  }
  return days < leastWeeks ? null : sum / days;
}

/** Orders by weekday over those of some days that the log has. */
export function byWeekday(counts: DailyCounts, days: Days): Map<number, number[]> {
  const first = days.after < counts.after ? counts.after : days.after;
  const found = new Map<number, number[]>();
  for (const [i, n] of within(counts.orders, counts, days).entries()) {
    const w = weekday(dayAfter(first, i + 1));
    found.set(w, [...(found.get(w) ?? []), n]);
  }
  return found;
}
