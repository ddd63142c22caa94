import type { OpenChoice } from "./open-choice.js";
import type { Profile } from "./profile.js";
import type { Role } from "./role.js";

/** Which columns make the amount: one alone, or quantity and unit price; all three where a person has to choose. */
export interface Money {
  readonly amount: Role | null;
  readonly quantity: Role | null;
  readonly unitPrice: Role | null;
}

export interface FoundMoney extends Money {
  readonly warnings: readonly string[];
  readonly open: readonly OpenChoice[];
}

export const none: FoundMoney = { amount: null, quantity: null, unitPrice: null, warnings: [], open: [] };

export const decimals = (p: Profile): string =>
  p.numbers!.fractional > 0 ? "numbers with decimals" : "whole numbers";

/** What a person writes to name the column: its position where it has no name, or one that another choice has too. */
export function columnReference(p: Profile, others: readonly Profile[] = []): string {
  const twins = others.filter((other) => other !== p && other.name === p.name);
  return p.named && twins.length === 0 ? p.name : `${p.position}`;
}

export function severalTotals(columns: readonly Profile[]): OpenChoice {
  return {
    key: "columns.amount",
    question: `${columns.map((c) => c.name).join(" and ")} could each be the amount, and they differ`,
    choices: columns.map((c) => ({
      value: columnReference(c, columns),
      means: `such as ${c.examples.slice(0, 3).join(", ")}`,
    })),
  };
}
