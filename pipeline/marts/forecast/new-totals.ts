import { purchasesWithin, type Stretch } from "../../../models/index.js";
import type { NewcomerSource, Newcomers } from "../newcomers.js";
import type { Arrivals } from "./arrivals.js";

/** What new customers do in one month, at one point of everything. */
export interface NewMonth {
  readonly customers: number;
  /** First purchases, which are as many. */
  readonly repeats: number;
  readonly revenue: number;
  readonly margin: number;
  /** null where a cost is not known, or there is no money */
  readonly cost: number | null;
}

/** What one customer of a source, who comes in one month, buys again in another. */
export type RepeatsWithin = (source: NewcomerSource, arrival: number, month: number) => number;

/**
 * Repeat purchases by the model: the mean over the days of the month of arrival.
 * @param point of parameters, 0 for the estimate
 */
export function repeatsWithin(
  elapsed: Newcomers["elapsed"],
  months: readonly Stretch[],
  point: number,
): RepeatsWithin {
  const known = new Map<NewcomerSource, Map<number, number>>();
  return (source, arrival, month) => {
    const own = known.get(source) ?? new Map<number, number>();
    known.set(source, own);
    const key = arrival * months.length + month;
    const found =
      own.get(key) ??
      purchasesWithin(source.curves[point]!, elapsed, months[arrival]!, months[month]!) -
        (arrival === month ? 1 : 0);
    own.set(key, found);
    return found;
  };
}

/** How one possible world differs from the expected one: factors, 1 in that. */
export interface World {
  customers(arrivals: Arrivals): number;
  repeats(source: NewcomerSource, month: number): number;
  firstOrder(source: NewcomerSource): number;
  spend(source: NewcomerSource, month: number): number;
}

export const expectedWorld: World = {
  customers: (arrivals) => arrivals.customers,
  repeats: () => 1,
  firstOrder: () => 1,
  spend: () => 1,
};

/**
 * Months of new customers, as sums over those who came in each month before: first purchases in the month of arrival, repeat ones in that
 * and all later months.
 * @param worth level of spend by month
 */
export function newMonths(
  arrivals: readonly Arrivals[],
  repeats: RepeatsWithin,
  worth: readonly number[],
  world: World,
): NewMonth[] {
  return worth.map((level, month) => {
    const sum = { customers: 0, repeats: 0, revenue: 0, margin: 0 };
    let cost: number | null = 0;
    for (const own of arrivals) {
      if (own.month > month) continue;
      const { source } = own;
      const customers = world.customers(own);
      const again =
        customers * source.pace.mean * repeats(source, own.month, month) * world.repeats(source, month);
      let revenue = again * (source.spend?.value ?? 0) * level * world.spend(source, month);
      if (own.month === month) {
        sum.customers += customers;
        revenue += customers * (source.firstOrder?.value ?? 0) * world.firstOrder(source);
        if (customers > 0) cost = cost === null || own.cost === null ? null : cost + customers * own.cost;
      }
      sum.repeats += again;
      sum.revenue += revenue;
      sum.margin += revenue * source.margin;
    }
    return { ...sum, cost };
  });
}
