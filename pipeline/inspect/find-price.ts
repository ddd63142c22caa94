import { timesPrice } from "../config/amount-words.js";
import { columnReference, decimals, type FoundMoney, none } from "./found-money.js";
import { moneyRank } from "./money-names.js";
import type { OpenChoice } from "./open-choice.js";
import { priceKind, productOf } from "./price-kind.js";
import type { Profile } from "./profile.js";
import { believed, best, score } from "./role.js";

/** Quantity times price, where the price is that of a piece; the price, where it is that of the line. */
export function findPrice(numeric: readonly Profile[], columns: readonly Profile[]): FoundMoney | null {
  const price = best(numeric, (p) => (score("unitPrice", p) < believed ? 0 : score("unitPrice", p)));
  const quantity = best(numeric, (p) =>
    p !== price && score("quantity", p) >= believed && p.numbers!.fractional < 0.5 ? score("quantity", p) : 0,
  );
  if (price === null || quantity === null) return null;
  const total = productOf(
    price,
    quantity,
    numeric.filter((p) => !p.named || moneyRank(p.name).other === null),
  );
  if (total !== null)
    return {
      ...none,
      amount: {
        column: total,
        evidence: `${quantity.name} × ${price.name} on nearly every row; ${decimals(total)}`,
      },
    };
  const { kind, evidence } = priceKind(price, quantity, columns);
  if (kind === "line")
    return { ...none, amount: { column: price, evidence: `${evidence}; ${decimals(price)}` } };
  const found = {
    quantity: { column: quantity, evidence: `by its name; ${decimals(quantity)}; times the unit price` },
    unitPrice: { column: price, evidence: `by its name; ${decimals(price)}; there is no total of the line` },
  };
  if (kind === "unit")
    return {
      ...none,
      ...found,
      unitPrice: {
        column: price,
        evidence: `${evidence}; ${decimals(price)}; there is no total of the line`,
      },
    };
  return {
    ...none,
    ...found,
    amount: {
      column: price,
      evidence: `by its name; ${decimals(price)}; of a piece or of the line, which the log does not show`,
    },
    open: [priceOfWhat(price, quantity)],
  };
}

function priceOfWhat(price: Profile, quantity: Profile): OpenChoice {
  const row = quantity.numbers!.values.findIndex((n, i) => n > 1 && price.numbers!.values[i]! > 0);
  const [n, each] = [quantity.numbers!.values[row]!, price.numbers!.values[row]!];
  const shown = (value: number): string => `${Math.round(value * 100) / 100}`;
  return {
    key: "columns.amount",
    question: `nothing shows whether ${price.name} is the price of one piece or of the line (such as ${shown(n)} pieces, ${shown(each)})`,
    choices: [
      { value: columnReference(price), means: `the price of the line: that row is ${shown(each)}` },
      { value: timesPrice, means: `the price of a piece: that row is ${shown(n * each)}` },
    ],
  };
}
