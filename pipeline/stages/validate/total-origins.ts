import type { Account } from "../../artifacts/account.js";
import { dayAfter, daysBetween } from "../../time/calendar.js";

/** Before so many days of log no total is predicted. */
const leastDays = 150;
const apart = 30;

/**
 * The days on which totals are predicted: every 30 days back from the last one after which the shortest horizon has ended, as long as 150
 * days of log lie before.
 * @param most how many at most
 * @returns yyyy-mm-dd, earliest first
 */
export function totalOrigins(
  { firstDay, asOf }: Pick<Account, "firstDay" | "asOf">,
  horizonsDays: readonly number[],
  most: number,
): string[] {
  const shortest = Math.min(...horizonsDays);
  const room = daysBetween(firstDay, asOf) - leastDays - shortest;
  const count = room < 0 ? 0 : Math.min(most, Math.floor(room / apart) + 1);
  return Array.from({ length: count }, (_, i) => dayAfter(asOf, -shortest - apart * (count - 1 - i)));
}

/** Most months of which single ones are compared. */
const mostMonths = 6;

/** Days to the ends of months of 30 days, as far as the log goes and anything is asked. */
export function totalMonths(origin: string, asOf: string, horizonsDays: readonly number[]): number[] {
  const last = Math.min(daysBetween(origin, asOf), Math.max(...horizonsDays));
  return Array.from({ length: Math.min(mostMonths, Math.floor(last / apart)) }, (_, i) => apart * (i + 1));
}
