import type { Limits } from "../config/limits.js";
import { message } from "../text/messages/message.js";
import { daysIn, median, weekday } from "../time/calendar.js";
import { above, notMade, type QualityCheck } from "./check.js";
import type { Findings } from "./findings.js";
import { emptyDaysOfThinLog } from "./thin-log.js";

/** Fewer orders on such a weekday, and chance alone makes a day empty, or ten times the usual. */
const leastUsual = 10;
/** Days of one weekday that its usual orders are the median of, at least. */
const leastWeeks = 4;

/**
 * New days without an order, on weekdays that have some: the longest row of them. Public holidays are scattered; what a load left
 * out, or a shop that closed, is in one piece. Weekdays that usually have few orders neither count nor end a row.
 */
export function emptyDays(findings: Findings, limits: Limits): QualityCheck {
  const usual = usualOrders(findings);
  if (usual.size === 0)
    return findings.since === null ? tooThin("emptyDays") : emptyDaysOfThinLog(findings, leastUsual, limits);
  let all = 0;
  let row: string[] = [];
  let longest: string[] = [];
  for (const { day, orders } of newDays(findings)) {
    if (!usual.has(weekday(day))) continue;
    row = orders === 0 ? [...row, day] : [];
    if (orders === 0) all++;
    if (row.length > longest.length) longest = row;
  }
  const [first] = longest;
  const found = message("quality.emptyDays", all, longest.length);
  const example =
    first === undefined ? null : message("quality.emptyDays.example", first, usual.get(weekday(first))!);
  return above("emptyDays", longest.length, limits, found, example);
}

/** The new day with the most orders for its weekday. */
export function busyDay(findings: Findings, limits: Limits): QualityCheck {
  const usual = usualOrders(findings);
  const ratios = newDays(findings).flatMap(({ day, orders }) => {
    const ordinary = usual.get(weekday(day)) ?? 0;
    return ordinary >= leastUsual ? [{ day, orders, ordinary, ratio: orders / ordinary }] : [];
  });
  const [first, ...rest] = ratios;
  if (first === undefined) return tooThin("busyDay");
  const worst = rest.reduce((a, b) => (b.ratio > a.ratio ? b : a), first);
  return above(
    "busyDay",
    worst.ratio,
    limits,
    message("quality.busyDay", worst.ratio),
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
  const byWeekday = new Map<number, number[]>();
  for (const day of daysIn(windowAfter, asOf)) {
    const own = byWeekday.get(weekday(day)) ?? [];
    own.push(orders.get(day) ?? 0);
    byWeekday.set(weekday(day), own);
  }
  const enough = [...byWeekday].filter(([, own]) => own.length >= leastWeeks);
  return new Map(enough.map(([w, own]) => [w, median(own)] as const).filter(([, n]) => n >= leastUsual));
}
