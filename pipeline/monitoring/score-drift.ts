import type { Limits } from "../config/limits.js";
import type { RunRecord } from "../registry/registry.js";
import { message } from "../text/messages/message.js";
import { type Measure, measured } from "./measure.js";

/** Customers of both runs by the tier they had and the tier they have. */
export interface TierMove {
  readonly from: string;
  readonly to: string;
  readonly customers: number;
}

/** CLV of other terms is another quantity. */
const terms = ["horizonDays", "margin", "annualDiscountRate"] as const;
type MeanScore = Pick<RunRecord, "meanClv" | "meanPurchases" | (typeof terms)[number]>;

/**
 * The mean CLV of a customer (without amounts its mean expected purchases) against the earlier run's, the larger over the smaller
 * one, minus 1; nothing where horizon, margin or discount rate are not the same.
 */
export function scoreDrift(now: MeanScore, then: MeanScore, limits: Limits): Measure[] {
  const isAlike = terms.every((term) => now[term] === then[term]);
  return isAlike
    ? [
        ...drift("mean_clv", "monitoring.meanClv", [now.meanClv, then.meanClv], now.horizonDays, limits),
        ...drift(
          "mean_purchases",
          "monitoring.meanPurchases",
          [now.meanPurchases, then.meanPurchases],
          now.horizonDays,
          limits,
        ),
      ]
    : [];
}

function drift(
  measure: string,
  words: "monitoring.meanClv" | "monitoring.meanPurchases",
  [now, then]: readonly [number | undefined, number | undefined],
  horizonDays: number,
  limits: Limits,
): Measure[] {
  if (now === undefined || then === undefined || !(then > 0)) return [];
  const change = Math.max(now / then, then / now) - 1;
  const text = message(words, horizonDays, now, then);
  return [measured({ measure, value: now, reference: then, change, text, excuse: null }, limits)];
}

/** The share of customers of both runs who changed tier. */
export function tierChurn(moves: readonly TierMove[], limits: Limits): Measure[] {
  const sum = (of: readonly TierMove[]): number => of.reduce((n, m) => n + m.customers, 0);
  const all = sum(moves);
  if (all === 0) return [];
  const moved = moves.filter((m) => m.from !== m.to);
  const share = sum(moved) / all;
  const largest = [...moved].sort((a, b) => b.customers - a.customers)[0];
  const text = largest
    ? message("monitoring.tierChurn.most", share, largest.from, largest.to, largest.customers)
    : message("monitoring.tierChurn", share);
  const found = { value: share, reference: null, change: share, text };
  return [measured({ measure: "tier_churn", ...found, excuse: null }, limits)];
}
