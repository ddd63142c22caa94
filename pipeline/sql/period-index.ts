import type { Dialect } from "./dialect.js";
import { real } from "./spend-covariates.js";
import { type Sql, sql } from "./sql.js";

/** Length of one opportunity of a discrete model: a calendar period, or a number of days counted back from asOf. */
export type Period = "week" | "month" | "quarter" | "year" | number;

/** Months in a calendar period; null where it is a number of days. */
export function monthsOf(period: Period): number | null {
  if (period === "month") return 1;
  if (period === "quarter") return 3;
  return period === "year" ? 12 : null;
}

/** Number of the period that a day falls in: rises by one from period to period; asOf ends one. */
export function periodIndex(dialect: Dialect, day: Sql, period: Period, asOf: string): Sql {
  const months = monthsOf(period);
  if (months !== null)
    return sql`cast(floor((extract(year from ${day}) * 12 + extract(month from ${day}) - 1) / ${real(months)}) as integer)`;
  const length = period === "week" ? 7 : (period as number);
  return sql`cast(-floor(${dialect.daysBetween(day, sql`date ${asOf}`)} / ${real(length)}) as integer)`;
}
