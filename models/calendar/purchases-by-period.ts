import { monthOfDay } from "./months.js";
import type { PeriodLength } from "./period-level.js";

/**
 * Purchases by day as purchases by period.
 * @param purchases by day, the last on asOf
 * @param asOf      a day number, with which a period ends
 * @param periods   how many there are; no earlier one has a purchase
 * @returns by period, the latest last
 * @throws RangeError for a purchase before the first period
 */
export function purchasesByPeriod(
  purchases: Float64Array,
  asOf: number,
  length: PeriodLength,
  periods: number,
): Float64Array {
  const counts = new Float64Array(periods);
  purchases.forEach((n, i) => {
    if (n === 0) return;
    const day = asOf - (purchases.length - 1 - i);
    const at = periods - 1 - periodsAgo(length, asOf, day);
    if (at < 0) throw new RangeError(`day ${day} lies before the ${periods} periods that end on day ${asOf}`);
    counts[at]! += n;
  });
  return counts;
}

function periodsAgo(length: PeriodLength, asOf: number, day: number): number {
  if ("days" in length) return Math.floor((asOf - day) / length.days);
  const period = (of: number): number => Math.floor(monthOfDay(of) / length.months);
  return period(asOf) - period(day);
}
