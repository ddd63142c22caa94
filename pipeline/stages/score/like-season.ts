import { type FittedCalendar, meanSeason } from "../../../models/index.js";
import { dayAfter } from "../../time/calendar.js";
import { calendarDay } from "../../time/day-number.js";

/** Seasons that differ by less teach the same. */
const alike = 0.1;

/** Some days, the first left out. */
export interface Stretch {
  readonly after: string;
  readonly until: string;
}

/**
 * The stretches whose season, on average, is like that of another one: what intervals are asked for in summer says nothing of what they
 * hold at Christmas. All of them where there is no calendar.
 */
export function ofLikeSeason<S extends Stretch>(
  calendar: FittedCalendar | null,
  stretches: readonly S[],
  wanted: Stretch,
): S[] {
  if (calendar === null) return [...stretches];
  const season = ({ after, until }: Stretch): number =>
    meanSeason(calendar, calendarDay(dayAfter(after, 1))!, calendarDay(until)!);
  return stretches.filter((stretch) => Math.abs(season(stretch) - season(wanted)) < alike);
}
