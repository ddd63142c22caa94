import { percent } from "../text/format.js";
import { conceptsOf } from "./column-names.js";
import type { Profile } from "./profile.js";

/** Whether a price is for one piece or for the whole line. */
export interface PriceKind {
  readonly kind: "unit" | "line" | "unknown";
  readonly evidence: string;
}

const fewest = 10;
const near = (a: number, b: number): boolean => Math.abs(a - b) <= 0.01 * Math.abs(b) + 0.0051;

/** By the name of the price, else by what the same product costs on lines of other quantities. */
export function priceKind(price: Profile, quantity: Profile, others: readonly Profile[]): PriceKind {
  if (price.named && conceptsOf(price.name).has("unit"))
    return { kind: "unit", evidence: "by its name; times the quantity" };
  const several = quantity.numbers!.values.some((n) => Math.abs(n) > 1);
  if (!several) return { kind: "line", evidence: "the quantity is never above 1" };
  const product = others
    .filter(
      (p) => p.named && conceptsOf(p.name).has("product") && p.distinct > 1 && p.numbers?.fractional !== 1,
    )
    .sort((a, b) => b.distinct - a.distinct)[0];
  const seen = product === undefined ? null : compare(price, quantity, product);
  if (seen === null || seen.pairs < fewest) return { kind: "unknown", evidence: "" };
  const share = (n: number): string => percent(n / seen.pairs);
  if (seen.same >= 0.3 * seen.pairs && seen.same > 3 * seen.grows)
    return {
      kind: "unit",
      evidence: `one ${product!.name} has the same price whatever the quantity (${share(seen.same)} of ${seen.pairs} comparisons)`,
    };
  if (seen.grows >= 0.3 * seen.pairs && seen.grows > 3 * seen.same)
    return {
      kind: "line",
      evidence: `the price of one ${product!.name} grows with the quantity (${share(seen.grows)} of ${seen.pairs} comparisons), so it is that of the line`,
    };
  return { kind: "unknown", evidence: "" };
}

/** Lines of one product with another quantity than the line before: how often the price is the same, how often it is in proportion. */
function compare(
  price: Profile,
  quantity: Profile,
  product: Profile,
): { pairs: number; same: number; grows: number } {
  const last = new Map<string, { price: number; quantity: number }>();
  const counts = { pairs: 0, same: 0, grows: 0 };
  product.values.forEach((value, i) => {
    const at = { price: price.numbers!.values[i]!, quantity: quantity.numbers!.values[i]! };
    if (value === null || !(at.price > 0) || !(at.quantity > 0)) return;
    const before = last.get(value);
    if (before !== undefined && before.quantity !== at.quantity) {
      counts.pairs++;
      if (near(at.price, before.price)) counts.same++;
      else if (near(at.price / at.quantity, before.price / before.quantity)) counts.grows++;
    }
    last.set(value, at);
  });
  return counts;
}

/** A column that is quantity times price on nearly every row, some of them of several pieces; null when none is. */
export function productOf(price: Profile, quantity: Profile, columns: readonly Profile[]): Profile | null {
  return (
    columns.find((p) => {
      if (p === price || p === quantity) return false;
      let [rows, right, several] = [0, 0, 0];
      p.numbers!.values.forEach((value, i) => {
        const [q, one] = [quantity.numbers!.values[i]!, price.numbers!.values[i]!];
        if (!(Math.abs(q * one) > 0) || Number.isNaN(value)) return;
        rows++;
        if (Math.abs(q * one - value) <= 0.0051 * Math.max(1, Math.abs(q)) + 1e-9) {
          right++;
          if (Math.abs(q) > 1) several++;
        }
      });
      return rows >= fewest && right >= 0.95 * rows && several >= 3;
    }) ?? null
  );
}
