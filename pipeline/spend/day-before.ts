/**
 * The day that many days before another one.
 * @example dayBefore("2024-03-01", 1) // "2024-02-29"
 */
export function dayBefore(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - days);
  return date.toISOString().slice(0, 10);
}
