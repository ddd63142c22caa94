import { daysPerYear, type PeriodLength } from "../../models/index.js";
import { monthsOf, type Period } from "../sql/period-index.js";

/** Mean length in days; a month is 365/12 of them, as everywhere. */
export function daysOf(period: Period): number {
  if (typeof period === "number") return period;
  return { week: 7, month: daysPerYear / 12, quarter: daysPerYear / 4, year: daysPerYear }[period];
}

/** The same as the models have it: in calendar months, or in days that are counted back from asOf. */
export function lengthOf(period: Period): PeriodLength {
  const months = monthsOf(period);
  return months === null ? { days: daysOf(period) } : { months };
}

/**
 * The last day, not after asOf, with which a calendar period ends: a month that is not over says nothing about who has
 * renewed in it. Periods of a number of days end with asOf by definition.
 * @example lastCompleteDay("2024-03-30", "month") // "2024-02-29"
 */
export function lastCompleteDay(asOf: string, period: Period): string {
  const months = monthsOf(period);
  if (months === null) return asOf;
  const next = new Date(`${asOf}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  const begun = next.getUTCFullYear() * 12 + next.getUTCMonth();
  const first = Math.floor(begun / months) * months;
  const end = new Date(Date.UTC(Math.floor(first / 12), first % 12, 0));
  return end.toISOString().slice(0, 10);
}

/** Whole periods nearest to a horizon in days, at least one: 90 days are 3 months. */
export function periodsIn(days: number, period: Period): number {
  return Math.max(1, Math.round(days / daysOf(period)));
}
