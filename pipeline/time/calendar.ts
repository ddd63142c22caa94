const dayLength = 86_400_000;

/** The day some days after another one, yyyy-mm-dd. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayLength).toISOString().slice(0, 10);
}

/** Whole days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayLength);
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
