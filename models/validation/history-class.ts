import type { Column } from "./columns.js";

/**
 * The classes of histories, by number of purchases and by whether the last one is longer ago than the customer's own
 * rhythm lets expect. Few enough that each has customers to learn from; the position in this list is the class's number.
 */
export const historyClasses = [
  "1 purchase, recent",
  "1 purchase, long ago",
  "2 purchases, in rhythm",
  "2 purchases, overdue",
  "3-4 purchases, in rhythm",
  "3-4 purchases, overdue",
  "5+ purchases, in rhythm",
  "5+ purchases, overdue",
] as const;

export type HistoryClass = (typeof historyClasses)[number];

/** Mean gaps of silence from which on a customer is overdue: who buys at random stays silent so long 14 % of the time. */
export const overdueGaps = 2;

/**
 * Class of one history, as its position in `historyClasses`. Overdue is a silence T - t_x above twice the mean gap
 * t_x / x. Who bought once has no rhythm: T above `long` is long ago.
 * @param x repeat purchases; purchases are x + 1
 * @param long same unit as T; the horizon that is forecast
 * @example historyClasses[historyClass(2, 60, 200, 365)] // "3-4 purchases, overdue": silent for 140 days, a purchase every 30
 */
export function historyClass(x: number, tx: number, T: number, long: number): number {
  if (x === 0) return T > long ? 1 : 0;
  const group = x === 1 ? 2 : x <= 3 ? 4 : 6;
  return (T - tx) * x > overdueGaps * tx ? group + 1 : group;
}

/** The classes of many histories. */
export function historyClassesOf(
  { x, tx, T }: { readonly x: Column; readonly tx: Column; readonly T: Column },
  long: number,
): Uint8Array {
  return Uint8Array.from({ length: x.length }, (_, i) => historyClass(x[i]!, tx[i]!, T[i]!, long));
}
