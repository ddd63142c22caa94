import { type Histories, historiesFrom } from "../../../models/index.js";
import type { PurchaseLog } from "./purchase-log.js";

/** The customers known at the end of a day, and what they did in each horizon after it. One entry a customer. */
export interface AtCut {
  readonly cut: number;
  readonly firstDay: number;
  readonly horizons: readonly number[];
  readonly histories: Histories;
  /** the place of each customer in the log */
  readonly customer: Uint32Array;
  /** its row in the histories */
  readonly row: Uint32Array;
  readonly x: Float64Array;
  /** spent on the first day, and on all later ones up to the cut */
  readonly first: Float64Array;
  readonly repeat: Float64Array;
  /** sum of squares of ((amount - own mean) / own mean) over all days up to the cut */
  readonly squares: Float64Array;
  /** repeat purchases by day, from firstDay to the cut */
  readonly repeats: Float64Array;
  /** by horizon: purchases and value of each customer */
  readonly actual: readonly Did[];
  /** by horizon: the same customers' totals over as many days before */
  readonly before: readonly { readonly purchases: number; readonly value: number }[];
}

export interface Did {
  readonly purchases: Float64Array;
  readonly value: Float64Array;
}

/** @param horizons days; those that the log has no room for are left out */
export function atCut(log: PurchaseLog, cut: number, asked: readonly number[]): AtCut {
  const horizons = asked.filter((days) => cut + days <= log.lastDay);
  const known: number[] = [];
  for (let i = 0; i + 1 < log.start.length; i++) if (log.day[log.start[i]!]! <= cut) known.push(i);
  const column = (): Float64Array => new Float64Array(known.length);
  const [x, tx, T, logGaps, first, repeat, squares] = Array.from({ length: 7 }, column) as Seven;
  const repeats = new Float64Array(cut - log.firstDay + 1);
  const actual = horizons.map(() => ({ purchases: column(), value: column() }));
  const before = horizons.map(() => ({ purchases: 0, value: 0 }));
  known.forEach((customer, i) => {
    const from = log.start[customer]!;
    const to = log.start[customer + 1]!;
    const begun = log.day[from]!;
    let end = from;
    for (; end < to && log.day[end]! <= cut; end++) {
      const day = log.day[end]!;
      const amount = log.amount[end]!;
      horizons.forEach((span, j) => {
        if (day <= cut - span) return;
        before[j]!.purchases++;
        before[j]!.value += amount;
      });
      if (end === from) continue;
      logGaps[i]! += Math.log(day - log.day[end - 1]!);
      repeat[i]! += amount;
      repeats[day - log.firstDay]!++;
    }
    x[i] = end - from - 1;
    tx[i] = log.day[end - 1]! - begun;
    T[i] = cut - begun;
    first[i] = log.amount[from]!;
    const mean = (first[i]! + repeat[i]!) / (end - from);
    for (let k = from; k < end; k++) squares[i]! += ((log.amount[k]! - mean) / mean) ** 2;
    for (let k = end; k < to; k++)
      horizons.forEach((span, j) => {
        if (log.day[k]! > cut + span) return;
        actual[j]!.purchases[i]!++;
        actual[j]!.value[i]! += log.amount[k]!;
      });
  });
  const histories = historiesFrom(x, tx, T, undefined, logGaps);
  const row = rowsOf(histories, x, tx, T);
  const { firstDay } = log;
  const customer = Uint32Array.from(known);
  return {
    ...{ cut, firstDay, horizons, histories, customer, row, x, first, repeat, squares },
    ...{ repeats, actual, before },
  };
}

type Column = Float64Array;
type Seven = [Column, Column, Column, Column, Column, Column, Column];

function rowsOf(h: Histories, x: Column, tx: Column, T: Column): Uint32Array {
  const key = (a: number, b: number, c: number): number => (a * 16_384 + b) * 16_384 + c;
  const rows = new Map<number, number>();
  for (let i = 0; i < h.n.length; i++) rows.set(key(h.x[i]!, h.tx[i]!, h.T[i]!), i);
  return Uint32Array.from(x, (xi, i) => rows.get(key(xi, tx[i]!, T[i]!))!);
}

/** The sum of a column. */
export const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
