import type { FittedCalendar } from "./fitted-calendar.js";

/** What a day counts beyond what its month does: 1 for an ordinary one. Takes a day number. */
export type DayFactor = (day: number) => number;

/** A day without trade still counts this much, so that operational time never stands still. */
export const leastFactor = 1e-3;

/** Position of a day's weekday, 0 for Thursday, as 1970-01-01 was one. */
export function weekdayOf(day: number): number {
  return ((day % 7) + 7) % 7;
}

/** Weekday and events of a calendar, which multiply each other; 1 for all days where no events are known. */
export function dayFactor({ events, weekdays }: Pick<FittedCalendar, "events" | "weekdays">): DayFactor {
  if (events === undefined || weekdays === undefined) return () => 1;
  const logs = new Map<number, number>();
  for (const { effect, days } of events) for (const day of days) logs.set(day, (logs.get(day) ?? 0) + effect);
  return (day) => Math.max(leastFactor, Math.exp((logs.get(day) ?? 0) + weekdays[weekdayOf(day)]!));
}
