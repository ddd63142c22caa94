import type { Params, PurchaseModel } from "../model.js";
import { type Column, checkColumns } from "./columns.js";

/** Expected against actual repeat purchases of one period, and of all up to its end. */
export interface TrackedPeriod {
  /** in (from, to] */
  readonly from: number;
  readonly to: number;
  readonly expected: number;
  readonly actual: number;
  /** expected / actual - 1; null where nothing was bought */
  readonly bias: number | null;
  readonly cumulativeExpected: number;
  readonly cumulativeActual: number;
  readonly cumulativeBias: number | null;
}

/**
 * Tracking of a fitted model: repeat purchases by period, expected of customers from their first day alone, against those that
 * followed. Fader, Hardie & Lee (2005), figures 3 and 4:
 *     expected up to t = sum over days d of n_d E[X(t - d)]
 * @param firstDays day of the first purchase, on the scale of the ends; customers who come later than a period count nothing in it
 * @param customers number of customers with that first day, n_d
 * @param ends ends of the periods, rising; the first one starts at `start`
 * @param actual repeat purchases in each period
 * @example tracking(nbd, { r: 1, alpha: 10 }, { firstDays: [0], customers: [100] }, 0, [7, 14], [60, 80])[1].cumulativeExpected // 140
 */
export function tracking<K extends string>(
  model: PurchaseModel<K>,
  p: Params<K>,
  { firstDays, customers }: { readonly firstDays: Column; readonly customers: Column },
  start: number,
  ends: Column,
  actual: Column,
): TrackedPeriod[] {
  checkColumns({ firstDays, customers }, undefined, "cohorts");
  checkColumns({ ends, actual }, undefined, "periods");
  const known = new Map<number, number>();
  const ofNewCustomer = (age: number): number => {
    if (!(age > 0)) return 0;
    const value = known.get(age) ?? model.expectedPurchasesNewCustomer(p, age);
    known.set(age, value);
    return value;
  };
  const upTo = (t: number): number => {
    let sum = 0;
    for (let i = 0; i < firstDays.length; i++) sum += customers[i]! * ofNewCustomer(t - firstDays[i]!);
    return sum;
  };
  const bias = (expected: number, observed: number): number | null =>
    observed === 0 ? null : expected / observed - 1;
  const periods: TrackedPeriod[] = [];
  const before = upTo(start);
  let from = start;
  let reached = before;
  let cumulativeActual = 0;
  for (let i = 0; i < ends.length; i++) {
    const to = ends[i]!;
    if (!(to > from)) throw new RangeError(`periods end one after the other; one from ${from} ends at ${to}`);
    const total = upTo(to);
    cumulativeActual += actual[i]!;
    periods.push({
      from,
      to,
      expected: total - reached,
      actual: actual[i]!,
      bias: bias(total - reached, actual[i]!),
      cumulativeExpected: total - before,
      cumulativeActual,
      cumulativeBias: bias(total - before, cumulativeActual),
    });
    from = to;
    reached = total;
  }
  return periods;
}
