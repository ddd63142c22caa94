import type { Limits } from "../config/limits.js";
import { message } from "../text/messages/message.js";
import { daysIn, weekday } from "../time/calendar.js";
import type { QualityCheck } from "./check.js";
import { emptyDaysCheck, emptyRows } from "./empty-rows.js";
import type { Findings } from "./findings.js";

/** A row of empty days must hold so many times the orders of the longest one before: some shops bill once a month. */
const longerThanBefore = 2;

/**
 * New days without an order in a log of few orders a day, where one empty day says nothing: the longest row of them, by the orders
 * that its days usually have together; so many as a usual day of other logs has at least count as one day. Weekdays that never have
 * an order neither count nor end a row.
 * @param perDay orders that count as one day
 */
export function emptyDaysOfThinLog(findings: Findings, perDay: number, limits: Limits): QualityCheck {
  const { days, windowAfter, newAfter, asOf } = findings;
  const earlier = daysIn(windowAfter, newAfter);
  const usual = meanByWeekday(earlier, new Map(days.map((d) => [d.day, d.orders])));
  const rowsOf = (of: readonly string[]) =>
    emptyRows(findings, of, (day, share) => share * usual[weekday(day)]!);
  const before = Math.max(0, ...rowsOf(earlier).map((row) => row.weight));
  const isLonger = (weight: number): boolean => weight >= longerThanBefore * before;
  return emptyDaysCheck(
    rowsOf(daysIn(newAfter, asOf)),
    limits,
    (weight) => (isLonger(weight) ? weight / perDay : 0),
    (worst) => message("quality.emptyDays.thin", worst?.days ?? 0, Math.round(worst?.weight ?? 0)),
    (day) => day,
  );
}

function meanByWeekday(days: readonly string[], orders: ReadonlyMap<string, number>): number[] {
  return Array.from({ length: 7 }, (_, w) => {
    const own = days.filter((day) => weekday(day) === w);
    return own.reduce((sum, day) => sum + (orders.get(day) ?? 0), 0) / Math.max(1, own.length);
  });
}
