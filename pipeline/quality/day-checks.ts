import type { Limits } from "../config/limits.js";
import { message } from "../text/messages/message.js";
import { daysIn, weekday } from "../time/calendar.js";
import { above, notMade, type QualityCheck } from "./check.js";
import { earlierPeaks, medianByWeekday } from "./earlier-peaks.js";
import { emptyDaysCheck, emptyRows } from "./empty-rows.js";
import type { Findings } from "./findings.js";
import { emptyDaysOfThinLog } from "./thin-log.js";

/** Fewer orders on such a weekday, and chance alone makes a day empty, or ten times the usual. */
const leastUsual = 10;
/** Days of one weekday that its usual orders are the median of, at least. */
const leastWeeks = 4;

/**
 * New days without an order, on weekdays that have some: the longest row of them. Public holidays are scattered; what a load left
 * out, or a shop that closed, is in one piece. Weekdays that usually have few orders neither count nor end a row, days of a season that
 * had few in earlier years count for less, and days that the shop was closed on then not at all.
 */
export function emptyDays(findings: Findings, limits: Limits): QualityCheck {
  const usual = usualOrders(findings);
  if (usual.size === 0)
    return findings.since === null ? tooThin("emptyDays") : emptyDaysOfThinLog(findings, leastUsual, limits);
  const weightOf = (day: string, share: number): number =>
    Math.min(1, (share * (usual.get(weekday(day)) ?? 0)) / leastUsual);
  const rows = emptyRows(findings, daysIn(findings.newAfter, findings.asOf), weightOf);
  const all = rows.reduce((sum, row) => sum + row.days, 0);
  return emptyDaysCheck(
    rows,
    limits,
    (weight) => weight,
    (worst) => message("quality.emptyDays", all, worst?.days ?? 0),
    (day) => message("quality.emptyDays.example", day, usual.get(weekday(day))!),
  );
}

/** The new day with the most orders for its weekday, and for a peak that it had in an earlier year. */
export function busyDay(findings: Findings, limits: Limits): QualityCheck {
  const usual = usualOrders(findings);
  const peaks = earlierPeaks(findings, leastWeeks, leastUsual);
  const ratios = newDays(findings).flatMap(({ day, orders }) => {
    const ordinary = usual.get(weekday(day)) ?? 0;
    if (ordinary < leastUsual) return [];
    const peak = peaks(day, orders / ordinary);
    return [{ day, orders, ordinary, peak, ratio: orders / ordinary / peak.ratio }];
  });
  const [first, ...rest] = ratios;
  if (first === undefined) return tooThin("busyDay");
  const worst = rest.reduce((a, b) => (b.ratio > a.ratio ? b : a), first);
  const { ratio, peak } = worst;
  return above(
    "busyDay",
    ratio,
    limits,
    peak.year === null
      ? message("quality.busyDay", ratio)
      : message("quality.busyDay.asBefore", worst.orders / worst.ordinary, peak.ratio, peak.year),
    message("quality.busyDay.example", worst.day, worst.orders, worst.ordinary),
  );
}

const tooThin = (check: "emptyDays" | "busyDay"): QualityCheck =>
  notMade(check, message("quality.tooThin", leastUsual, leastWeeks));

/** The days that are new, those without an order included. */
function newDays({ days, newAfter, asOf }: Findings): { day: string; orders: number }[] {
  const orders = new Map(days.map((d) => [d.day, d.orders]));
  return daysIn(newAfter, asOf).map((day) => ({ day, orders: orders.get(day) ?? 0 }));
}

/** Median orders by weekday over the whole window, for weekdays with enough days. */
function usualOrders({ days, windowAfter, asOf }: Findings): Map<number, number> {
  const orders = new Map(days.map((d) => [d.day, d.orders]));
  const found = new Map<number, number[]>();
  for (const day of daysIn(windowAfter, asOf)) {
    const own = found.get(weekday(day)) ?? [];
    own.push(orders.get(day) ?? 0);
    found.set(weekday(day), own);
  }
  return medianByWeekday(found, leastWeeks, leastUsual);
}
