import { countsIntervals } from "../../config/billing.js";
import type { Config } from "../../config/config.js";
import { periodOf } from "../../config/purchase-models.js";
import { daysOf } from "../../time/period.js";

const yearOfShop = 12;

/** Months without a purchase after which formulas take a customer for gone: a year of a shop, the paid period of subscriptions. */
export function lapseMonths(config: Config): number {
  const { lapseMonths } = config.targets;
  if (lapseMonths !== undefined) return lapseMonths;
  const period = periodOf(config);
  // where customers pay at intervals of their own, some of them may do so once a year
  if (period === null || countsIntervals(config)) return yearOfShop;
  return Math.max(1, Math.ceil(daysOf(period) / daysOf("month") - 1e-9));
}
