import type { Days } from "../sql/input-statistics.js";
import { dayAfter } from "../time/calendar.js";
import { sumOf, within, yearsBefore } from "./daily-counts.js";
import type { Findings } from "./findings.js";
import { earlierYears } from "./season.js";

/** Days on either side of one that say how quiet its season is. */
const daysAround = 10;

/**
 * Orders a day in the season of a day over those of the whole window, as they were in earlier years; 1 where they were as many or more,
 * and where the log has no such year.
 */
export function quietShare({ counts, windowAfter, asOf }: Findings, day: string): number {
  const window: Days = { after: windowAfter, until: asOf };
  const around: Days = { after: dayAfter(day, -daysAround - 1), until: dayAfter(day, daysAround) };
  const years = earlierYears(counts, window);
  const perDay = (days: Days): number => {
    const values = years.flatMap((k) => within(counts.orders, counts, yearsBefore(days, k)));
    return sumOf(values) / Math.max(1, values.length);
  };
  const usual = perDay(window);
  return usual > 0 ? Math.min(1, perDay(around) / usual) : 1;
}
