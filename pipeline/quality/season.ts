import type { Season } from "../monitoring/input-statistics.js";
import type { Days } from "../sql/input-statistics.js";
import { dayAfter, daysBetween } from "../time/calendar.js";
import { type DailyCounts, holds, sumOf, weekdaysAgain, within, yearsBefore } from "./daily-counts.js";

/** Earlier years that say what a season is like, at most. */
export const yearsUsed = 3;
/** Orders of a stretch in earlier years that it is compared by, at least. */
const leastOrders = 30;
/** Orders of them that a rise is expected by, at least: of fewer it comes by chance. */
const leastForRise = 100;

/** Counts of a season: those of the orders, or of the new customers. */
type Series = "orders" | "newCustomers";

/** How the days after a day compared with as many before it in earlier years. */
export interface SeasonChange extends Season {
  readonly years: readonly number[];
  /** Whether the log has the whole year around those days: else a start of trade may look like a season. */
  readonly isSure: boolean;
}

/** The season that some days lie in; null where the log is too short or too thin to tell. */
export function seasonOf(counts: DailyCounts, days: Days): Season | null {
  const years = earlierYears(counts, days).filter((k) => hasWholeYear(counts, yearsBefore(days, k)));
  const seen = years.reduce((n, k) => n + ordersIn(counts, yearsBefore(days, k)), 0);
  if (seen < leastForRise) return null;
  const orders = meanIndex(counts, "orders", days, years);
  return { orders, newCustomers: meanIndex(counts, "newCustomers", days, years) / orders };
}

/**
 * The change from some days to those after them that earlier years had; null where none says so. Where the log does not have the whole
 * year around, no rise is expected; where it has no days before, as many orders as after them then.
 */
export function seasonChange(counts: DailyCounts, before: Days, since: Days): SeasonChange | null {
  const known = earlierYears(counts, before).filter(
    (k) => ordersIn(counts, yearsBefore(before, k)) >= leastOrders,
  );
  const whole = known.filter((k) => hasWholeYear(counts, yearsBefore(before, k)));
  const isSure = whole.length > 0;
  const years = isSure ? whole : known;
  if (years.length === 0) return asManyAsAYearAgo(counts, before, since);
  const ratio = (series: Series): number =>
    meanIndex(counts, series, since, years) / meanIndex(counts, series, before, years);
  const orders = ratio("orders");
  const share = ratio("newCustomers") / orders;
  const seen = years.reduce((n, k) => n + ordersIn(counts, yearsBefore(since, k)), 0);
  const mayRise = isSure && seen >= leastForRise;
  return {
    orders: mayRise ? orders : Math.min(1, orders),
    newCustomers: mayRise && Number.isFinite(share) ? share : 1,
    years: years.map((k) => yearOf(yearsBefore(since, k))).reverse(),
    isSure,
  };
}

function asManyAsAYearAgo(counts: DailyCounts, before: Days, since: Days): SeasonChange | null {
  const then = yearsBefore(since, 1);
  if (!holds(counts, then) || holds(counts, yearsBefore(before, 1))) return null;
  const orders = Math.min(1, ordersIn(counts, then) / Math.max(1, ordersIn(counts, before)));
  return { orders, newCustomers: 1, years: [yearOf(then)], isSure: false };
}

/** Years ago that the log has the days of. */
export function earlierYears(counts: DailyCounts, days: Days): number[] {
  return Array.from({ length: yearsUsed }, (_, i) => i + 1).filter((k) =>
    holds(counts, yearsBefore(days, k)),
  );
}

/** Counts a day over those of the year around, mean of some earlier years. */
function meanIndex(counts: DailyCounts, of: Series, days: Days, years: readonly number[]): number {
  const series = counts[of];
  const perDay = (values: readonly number[]): number => sumOf(values) / values.length;
  const indices = years.map((k) => {
    const then = yearsBefore(days, k);
    return perDay(within(series, counts, then)) / perDay(within(series, counts, yearAround(then)));
  });
  return sumOf(indices) / indices.length;
}

function yearAround({ after, until }: Days): Days {
  const start = dayAfter(after, Math.floor(daysBetween(after, until) / 2) - weekdaysAgain / 2);
  return { after: start, until: dayAfter(start, weekdaysAgain) };
}

const hasWholeYear = (counts: DailyCounts, days: Days): boolean => holds(counts, yearAround(days));
const ordersIn = (counts: DailyCounts, days: Days): number => sumOf(within(counts.orders, counts, days));
/** The year that the middle of some days lies in. */
const yearOf = ({ after, until }: Days): number =>
  Number(dayAfter(after, Math.ceil(daysBetween(after, until) / 2)).slice(0, 4));
