import {
  levelChange,
  type MonthFactor,
  monthFactors,
  normalQuantile,
  type ObservedMonth,
  periodFactors,
  periodsUntil,
  unseenMonths,
} from "../../../models/index.js";
import type { Calendar, CalendarMonth, CalendarWarning } from "../../artifacts/calendar.js";
import type { ModelFile } from "../../artifacts/model-file.js";
import type { Config } from "../../config/config.js";
import { boundsOf, intervalBounds } from "../../sql/interval-columns.js";
import { say } from "../../text/messages/say.js";
import { calendarDay, isoDate } from "../../time/day-number.js";
import { periodsIn } from "../../time/period.js";

/** A level that has moved by more than half within a year goes on in no way that the log could tell. */
const unsteady = Math.log(1.5);

/** What the calendar of a model says of the months of its log, and of those up to the longest horizon. */
export function calendarFile({ purchase, asOf }: ModelFile, { value, purchase: asked }: Config): Calendar {
  const { calendar, level, period } = purchase;
  const none = { format: 1, asOf, parts: null, why: null, months: [], events: [], warnings: [] } as const;
  if (level !== undefined) {
    const ahead = Math.max(...value.horizonsDays.map((days) => periodsIn(days, period!)));
    const months = periodFactors(level, periodsUntil(level, calendarDay(asOf)!) + ahead);
    return {
      ...none,
      parts: "level",
      months: months.map((month, b) => calendarMonth(month, level.stretches[b])),
      warnings: [...unsteadyLevel(months), ...levelAhead(months)],
    };
  }
  if (calendar === undefined) return { ...none, why: whyNone(purchase, asked.calendar) };
  const until = calendarDay(asOf)! + Math.max(...value.horizonsDays);
  const months = monthFactors(calendar, until);
  return {
    format: 1,
    asOf,
    parts: calendar.parts,
    why: null,
    months: months.map((month, b) => calendarMonth(month, calendar.months[b])),
    events: (calendar.events ?? []).map(({ name, effect, standardError }) => ({
      name,
      effect,
      standardError,
    })),
    warnings: [...unseen(unseenMonths(calendar, until)), ...unsteadyLevel(months)],
  };
}

function whyNone({ noCalendar }: ModelFile["purchase"], asked: Config["purchase"]["calendar"]): string {
  if (noCalendar !== undefined) return noCalendar;
  return say(asked === "off" ? "calendar.off" : "calendar.older");
}

function calendarMonth(m: MonthFactor, observed: ObservedMonth | undefined): CalendarMonth {
  const at = (level: number): number => Math.exp(m.mean + m.deviation * normalQuantile(level));
  const bounds = boundsOf(intervalBounds.map(({ level }) => at(level)));
  return {
    from: isoDate(m.from),
    to: isoDate(m.to),
    actual: observed?.actual ?? null,
    expected: observed?.expected ?? null,
    factor: { median: Math.exp(m.mean), ...bounds },
    season: Math.exp(m.season),
    level: Math.exp(m.level),
    shock: Math.exp(m.shock),
  };
}

function unseen(months: readonly number[]): CalendarWarning[] {
  return months.length === 0 ? [] : [{ code: "unseen-months", months: months.map((m) => m + 1) }];
}

/** Where renewals or purchases of periods to come are off by this, totals and sums of customers differ visibly. */
const visible = 0.02;

function levelAhead(months: readonly MonthFactor[]): CalendarWarning[] {
  const ahead = Math.exp(months.find(({ past }) => !past)!.mean);
  return Math.abs(ahead - 1) < visible ? [] : [{ code: "level-in-ranges-alone", level: ahead }];
}

function unsteadyLevel(months: readonly MonthFactor[]): CalendarWarning[] {
  const found = levelChange(months);
  if (found === null || Math.abs(found.change) < unsteady) return [];
  return [{ code: "unsteady-level", change: Math.exp(found.change), since: isoDate(found.since) }];
}
