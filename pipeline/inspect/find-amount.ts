import type { Profile } from "./profile.js";
import { believed, best, type Role, score } from "./role.js";

/** Which columns make the amount: one alone, or quantity and unit price. */
export interface Money {
  readonly amount: Role | null;
  readonly quantity: Role | null;
  readonly unitPrice: Role | null;
}

export function findAmount(columns: readonly Profile[]): Money {
  const none: Money = { amount: null, quantity: null, unitPrice: null };
  const numeric = columns.filter(
    (p) => p.numbers !== null && (p.dates === null || score("amount", p) >= believed),
  );
  const decimals = (p: Profile): string =>
    p.numbers!.fractional > 0 ? "numbers with decimals" : "whole numbers";
  const amount = best(numeric, (p) => {
    const name = score("amount", p);
    return name < believed ? 0 : name + (p.numbers!.fractional > 0 ? 2 : 0);
  });
  if (amount !== null)
    return { ...none, amount: { column: amount, evidence: `by its name; ${decimals(amount)}` } };
  const price = best(numeric, (p) => (score("unitPrice", p) < believed ? 0 : score("unitPrice", p)));
  const quantity = best(numeric, (p) =>
    p !== price && score("quantity", p) >= believed && p.numbers!.fractional < 0.5 ? score("quantity", p) : 0,
  );
  if (price !== null && quantity !== null)
    return {
      amount: null,
      quantity: { column: quantity, evidence: `by its name; ${decimals(quantity)}; times the unit price` },
      unitPrice: {
        column: price,
        evidence: `by its name; ${decimals(price)}; there is no total of the line`,
      },
    };
  const named = best(numeric, (p) => score("amount", p));
  if (named !== null)
    return { ...none, amount: { column: named, evidence: `by its name; ${decimals(named)}` } };
  const unclaimed = numeric.filter((p) => score("quantity", p) === 0 && score("order", p) === 0);
  const byValue = best(unclaimed, (p) =>
    p.numbers!.fractional > 0.05 ? p.numbers!.fractional + meanSize(p) / 1e12 : 0,
  );
  if (byValue === null) return none;
  return { ...none, amount: { column: byValue, evidence: "by its values alone: numbers with decimals" } };
}

function meanSize(p: Profile): number {
  let sum = 0;
  for (const value of p.numbers!.values) if (!Number.isNaN(value)) sum += Math.min(Math.abs(value), 1e9);
  return sum / p.filled;
}
