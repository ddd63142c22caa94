/** Days are counted in UTC, which has no days of other lengths. */
export const millisecondsPerDay = 86_400_000;

/**
 * The day some days after another one, before it where they are negative, yyyy-mm-dd.
 * @example dayAfter("2024-03-01", -1) // "2024-02-29"
 */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * millisecondsPerDay).toISOString().slice(0, 10);
}

/**
 * Whole days from one day to another.
 * @example daysBetween("2024-02-28", "2024-03-01") // 2
 */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / millisecondsPerDay);
}

/**
 * The same date some years later, before where they are negative; 1 March for a 29 February that the year does not have.
 * @example sameDate("2024-02-29", -1) // "2023-03-01"
 */
export function sameDate(day: string, years: number): string {
  return dayAfter(`${Number(day.slice(0, 4)) + years}${day.slice(4, 7)}-01`, Number(day.slice(8)) - 1);
}

/** Every day after one, up to and including another. */
export function daysIn(after: string, until: string): string[] {
  return Array.from({ length: Math.max(0, daysBetween(after, until)) }, (_, i) => dayAfter(after, i + 1));
}

/** 0 for Sunday to 6. */
export function weekday(day: string): number {
  return new Date(Date.parse(day)).getUTCDay();
}

/** The middle value; NaN where there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The latest of some days, yyyy-mm-dd. */
export function latestOf(days: readonly string[]): string {
  return days.reduce((latest, day) => (day > latest ? day : latest), "");
}
