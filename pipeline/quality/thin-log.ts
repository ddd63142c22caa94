import type { Limits } from "../config/limits.js";
import { message } from "../text/messages/message.js";
import { daysIn, weekday } from "../time/calendar.js";
import { above, type QualityCheck } from "./check.js";
import type { Findings } from "./findings.js";

/** A row of empty days must hold so many times the orders of the longest one before: some shops bill once a month. */
const longerThanBefore = 2;

/**
 * New days without an order in a log of few orders a day, where one empty day says nothing: the longest row of them, by the orders
 * that its days usually have together; so many as a usual day of other logs has at least count as one day.
 * @param perDay orders that count as one day
 */
export function emptyDaysOfThinLog(findings: Findings, perDay: number, limits: Limits): QualityCheck {
  const { days, windowAfter, newAfter, asOf } = findings;
  const orders = new Map(days.map((d) => [d.day, d.orders]));
  const earlier = daysIn(windowAfter, newAfter);
  const usual = meanByWeekday(earlier, orders);
  const before = longestRow(earlier, orders, usual);
  const now = longestRow(daysIn(newAfter, asOf), orders, usual);
  const isLonger = now.orders >= longerThanBefore * before.orders;
  const found = message("quality.emptyDays.thin", now.days, Math.round(now.orders));
  return above("emptyDays", isLonger ? now.orders / perDay : 0, limits, found, now.first);
}

interface Row {
  readonly first: string | null;
  readonly days: number;
  /** Orders that such days have together. */
  readonly orders: number;
}

/** Weekdays that never have an order neither count nor end a row. */
function longestRow(
  days: readonly string[],
  orders: ReadonlyMap<string, number>,
  usual: readonly number[],
): Row {
  const none: Row = { first: null, days: 0, orders: 0 };
  let [row, longest] = [none, none];
  for (const day of days) {
    const ordinary = usual[weekday(day)]!;
    if (ordinary === 0) continue;
    row =
      (orders.get(day) ?? 0) > 0
        ? none
        : { first: row.first ?? day, days: row.days + 1, orders: row.orders + ordinary };
    if (row.orders > longest.orders) longest = row;
  }
  return longest;
}

function meanByWeekday(days: readonly string[], orders: ReadonlyMap<string, number>): number[] {
  return Array.from({ length: 7 }, (_, w) => {
    const own = days.filter((day) => weekday(day) === w);
    return own.reduce((sum, day) => sum + (orders.get(day) ?? 0), 0) / Math.max(1, own.length);
  });
}
