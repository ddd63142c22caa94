import type { Profile } from "./profile.js";

/** What orders of several rows show of their amounts. */
export interface RepeatedTotals {
  /** Orders with at least two rows that have amounts above 0 and differ in some column. */
  readonly orders: number;
  /** Those of them with one amount on all rows. */
  readonly constant: number;
  /** How likely two orders have the same amount by chance. */
  readonly byChance: number;
  /** Rows with an amount below 0 under the id of such an order. */
  readonly refunds: number;
}

interface Group {
  first: number;
  amount: number;
  rows: number;
  isConstant: boolean;
  differs: boolean;
  refunds: number;
}

export function repeatedTotals(
  order: Profile,
  amount: Profile,
  columns: readonly Profile[],
): RepeatedTotals | null {
  if (amount.numbers === null) return null;
  const groups = new Map<string, Group>();
  order.values.forEach((id, i) => {
    const value = amount.numbers!.values[i]!;
    if (id === null || Number.isNaN(value)) return;
    const known = groups.get(id);
    if (known === undefined) {
      const refunds = value < 0 ? 1 : 0;
      groups.set(id, {
        first: i,
        amount: value,
        rows: 1 - refunds,
        isConstant: true,
        differs: false,
        refunds,
      });
    } else add(known, value, i, columns);
  });
  const all = [...groups.values()];
  const several = all.filter((group) => group.rows > 1 && group.differs);
  return {
    orders: several.length,
    constant: several.filter((group) => group.isConstant).length,
    byChance: sameByChance(all.map((group) => group.amount)),
    refunds: several.reduce((sum, group) => sum + group.refunds, 0),
  };
}

function add(group: Group, value: number, row: number, columns: readonly Profile[]): void {
  if (value < 0) {
    group.refunds++;
    return;
  }
  if (group.rows === 0) [group.first, group.amount] = [row, value];
  group.rows++;
  if (Math.abs(value - group.amount) > 0.005) group.isConstant = false;
  group.differs ||= columns.some((column) => column.values[row] !== column.values[group.first]);
}

function sameByChance(amounts: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const amount of amounts) counts.set(amount, (counts.get(amount) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum + (n / amounts.length) ** 2, 0);
}

export type TotalsVerdict = "total" | "undecided" | "lines";

const fewestOrders = 5;

/** Whether the amount is that of the order, which each of its rows repeats, or that of the line. */
export function totalsVerdict({ orders, constant, byChance, refunds }: RepeatedTotals): TotalsVerdict {
  const share = constant / Math.max(1, orders);
  const above = share - byChance;
  if (orders < fewestOrders || share < 0.5 || above < 0.2)
    return share > 0.95 && orders >= fewestOrders ? "undecided" : "lines";
  return share >= 0.9 && above >= 0.4 && refunds === 0 ? "total" : "undecided";
}
