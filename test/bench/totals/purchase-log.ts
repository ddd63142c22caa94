/** A log of purchases by customer and day, as columns that threads share. */
export interface PurchaseLog {
  readonly name: string;
  /** what it is counted with: a log by itself, a world by its kind */
  readonly group: string;
  /** where the days of each customer begin, and after the last one where they end */
  readonly start: Uint32Array;
  /** day numbers, ascending for each customer, each at most once */
  readonly day: Int32Array;
  /** spent on that day, > 0 */
  readonly amount: Float64Array;
  readonly firstDay: number;
  readonly lastDay: number;
}

const msPerDay = 86_400_000;

/** Whole days since 1970-01-01 of a date as 2011-05-13. */
export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / msPerDay;

export const dateOf = (day: number): string => new Date(day * msPerDay).toISOString().slice(0, 10);

/** One order, or one day of one customer. */
export interface Order {
  readonly customer: string;
  readonly day: number;
  readonly amount: number;
}

/** The log of these orders: those of nothing or less are left out, those of one customer and day count as one. */
export function purchaseLog(name: string, group: string, orders: Iterable<Order>): PurchaseLog {
  const byCustomer = new Map<string, Map<number, number>>();
  let rows = 0;
  for (const { customer, day, amount } of orders) {
    if (!(amount > 0)) continue;
    const days = byCustomer.get(customer) ?? new Map<number, number>();
    byCustomer.set(customer, days);
    const known = days.get(day);
    if (known === undefined) rows++;
    days.set(day, (known ?? 0) + amount);
  }
  const start = new Uint32Array(new SharedArrayBuffer(4 * (byCustomer.size + 1)));
  const day = new Int32Array(new SharedArrayBuffer(4 * rows));
  const amount = new Float64Array(new SharedArrayBuffer(8 * rows));
  let row = 0;
  let customer = 0;
  for (const days of byCustomer.values()) {
    start[customer++] = row;
    for (const [on, spent] of [...days].sort(([a], [b]) => a - b)) {
      day[row] = on;
      amount[row++] = spent;
    }
  }
  start[customer] = row;
  const ends = { firstDay: Number.POSITIVE_INFINITY, lastDay: Number.NEGATIVE_INFINITY };
  for (const on of day) {
    ends.firstDay = Math.min(ends.firstDay, on);
    ends.lastDay = Math.max(ends.lastDay, on);
  }
  return { name, group, start, day, amount, ...ends };
}

const between = 30;
const room = 90;

/** Days to forecast from: every 30 days back from 90 before the end, to day 150 of the log, or 365 of one of two years or more. */
export function cutsOf({ firstDay, lastDay }: PurchaseLog): number[] {
  const earliest = firstDay + (lastDay - firstDay >= 730 ? 365 : 150);
  const cuts: number[] = [];
  for (let cut = lastDay - room; cut >= earliest; cut -= between) cuts.unshift(cut);
  return cuts;
}
