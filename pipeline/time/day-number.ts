import { millisecondsPerDay } from "./calendar.js";

/**
 * Days since 1970-01-01 of a date written yyyy-mm-dd; null where it is no date of the years 1000 to 8999.
 *
 * @example calendarDay("2024-02-29") // 19782
 * @example calendarDay("2024-02-30") // null
 */
export function calendarDay(date: string): number | null {
  if (!/^[1-8]\d{3}-\d{2}-\d{2}$/.test(date)) return null;
  const milliseconds = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(milliseconds)) return null;
  const day = milliseconds / millisecondsPerDay;
  return isoDate(day) === date ? day : null;
}

/**
 * A day counted from 1970-01-01, written yyyy-mm-dd.
 *
 * @example isoDate(19782) // "2024-02-29"
 */
export function isoDate(day: number): string {
  return new Date(day * millisecondsPerDay).toISOString().slice(0, 10);
}
