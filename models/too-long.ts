import type { Histories, PurchaseModel } from "./model.js";

/** Opportunities of a discrete model: its likelihood takes one step each, so that more keep a fit busy for minutes. A century of days. */
const mostOpportunities = 36_525;

/** Repeat purchases of one customer: every likelihood keeps sums by each number of them. */
const mostPurchases = 1_000_000;

/** Why these histories would keep a fit busy for minutes or take all memory, for people; null where they do not. */
export function whyTooLong(
  { x, T, n }: Pick<Histories, "x" | "T" | "n">,
  time: PurchaseModel["time"],
): string | null {
  const purchases = rowOfMost(x, n);
  if (purchases >= 0 && x[purchases]! > mostPurchases)
    return (
      `a customer has ${x[purchases]} repeat purchases, and a fit takes at most ${mostPurchases}: ` +
      "is that id one customer's?"
    );
  const opportunities = rowOfMost(T, n);
  if (time === "discrete" && opportunities >= 0 && T[opportunities]! > mostOpportunities)
    return (
      `a history is ${Math.floor(T[opportunities]!)} periods long, and a discrete model takes at most ${mostOpportunities}: ` +
      "are its dates right, and does it count periods rather than days?"
    );
  return null;
}

/** @throws RangeError with the reason of `whyTooLong` */
export function checkLength(h: Pick<Histories, "x" | "T" | "n">, time: PurchaseModel["time"]): void {
  const why = whyTooLong(h, time);
  if (why !== null) throw new RangeError(why);
}

function rowOfMost(values: ArrayLike<number>, n: ArrayLike<number>): number {
  let most = -1;
  for (let i = 0; i < values.length; i++) if (n[i]! > 0 && (most < 0 || values[i]! > values[most]!)) most = i;
  return most;
}
