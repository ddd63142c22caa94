import type { Random, SpendHistories } from "../../../models/model.js";
import { gammaVariate } from "../../../models/numeric/random.js";
import type { PurchaseVariation } from "../../../models/spend/fit-credibility.js";
import { spendHistoriesFrom } from "../../../models/spend/spend-histories.js";

/** Amounts of all purchases of each customer, the first one included. */
export type Purchases = readonly (readonly number[])[];

/** So many customers with one purchase and an average of two and a half more, each of which costs what `drawn` says. */
export function simulatedSpend(customers: number, random: Random, drawn: () => () => number): Purchases {
  return Array.from({ length: customers }, () => {
    const cost = drawn();
    return Array.from({ length: 1 + Math.floor(-Math.log(1 - random()) * 3) }, cost);
  });
}

/** Gamma-Gamma: purchases are Gamma(p, nu), nu is Gamma(q, gamma), gamma such that the mean is 40. */
export function gammaGammaSpend(customers: number, p: number, q: number, random: Random): Purchases {
  const gamma = (40 * (q - 1)) / p;
  return simulatedSpend(customers, random, () => {
    const nu = gammaVariate(random, q, gamma);
    return () => gammaVariate(random, p, nu);
  });
}

export const sum = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0);

/** What summarize makes of these purchases: repeat spend, spend over all purchases, and how purchases vary. */
export function summarized(purchases: Purchases): {
  readonly repeat: SpendHistories;
  readonly all: SpendHistories;
  readonly variation: PurchaseVariation;
} {
  const n = purchases.map((own) => own.length);
  const total = purchases.map(sum);
  const byNumber = new Map<number, { customers: number; squares: number }>();
  for (const own of purchases) {
    if (own.length < 2 || !(sum(own) > 0)) continue;
    const mean = sum(own) / own.length;
    const squares = sum(own.map((v) => Math.round(1e6 * (v / mean - 1) ** 2))) / 1e6;
    const known = byNumber.get(own.length) ?? { customers: 0, squares: 0 };
    known.customers++;
    known.squares += Math.min(squares, 25 * (own.length - 1));
    byNumber.set(own.length, known);
  }
  const rows = [...byNumber].sort(([a], [b]) => a - b);
  return {
    repeat: spendHistoriesFrom(
      n.map((k) => k - 1),
      purchases.map((own) => sum(own.slice(1))),
    ),
    all: spendHistoriesFrom(n, total),
    variation: {
      purchases: Float64Array.from(rows, ([k]) => k),
      customers: Float64Array.from(rows, ([, { customers }]) => customers),
      squares: Float64Array.from(rows, ([, { squares }]) => squares),
    },
  };
}
