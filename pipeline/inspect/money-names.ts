import type { Concept } from "./languages/concepts.js";
import { type NamePart, readName } from "./read-name.js";

/** What kind of money a name speaks of. */
export interface MoneyName {
  /** How likely it is what the customer paid, from 0: a total before a subtotal, that before a price. */
  readonly rank: number;
  /** Why it is another kind of money, or none: tax, shipping, discount, …; null where it may be the amount. */
  readonly other: Concept | null;
  readonly side: "gross" | "net" | null;
}

/** Parts of a total, or other money than what was paid. */
export const partsOfTotals: readonly Concept[] = [
  "refund",
  "discount",
  "shipping",
  "tax",
  "fee",
  "tip",
  "deposit",
  "listPrice",
  "margin",
  "cost",
  "balance",
];
/** Parts of a total, or what is no sale: never the amount. The first that occurs names the column. */
const others: readonly Concept[] = [
  ...partsOfTotals,
  "rate",
  "quantity",
  "status",
  "method",
  "time",
  "date",
  "id",
  "currency",
  "email",
];
/** What a name can say is within the amount, or is not. */
const inclusions = new Set<Concept>(["tax", "shipping", "discount", "fee", "tip"]);

/** How likely the column is what the customer paid, by its name. */
export function moneyRank(name: string): MoneyName {
  const parts = readName(name);
  const { concepts, including, excluding } = withoutInclusions(parts);
  const has = (...wanted: Concept[]): boolean => wanted.some((concept) => concepts.has(concept));
  const side = excluding || has("net") ? "net" : including || has("gross") ? "gross" : null;
  const strange = has("total") && !has("amount", "price", "gross", "net", "revenue", "paid", "order", "line");
  const unclear =
    strange && parts.some(({ text, concepts: of }) => of.size === 0 && /^\p{L}{4,}$/u.test(text)) ? 2.5 : 0;
  const rank =
    rankOf(has) - unclear - (minor(parts) ? 3 : 0) + (side === "gross" ? 0.5 : side === "net" ? -0.5 : 0);
  const other = others.find((concept) => concepts.has(concept)) ?? null;
  if (rank < 1 || other === null) return { rank: Math.max(0, rank), other, side };
  return { rank: 0, other, side };
}

const hundredths = new Set(
  "cent cents pence ore oere centavos centimes centesimi grosz groszy penny minor fils kopecks satang".split(
    " ",
  ),
);
const minor = (parts: readonly NamePart[]): boolean => parts.some(({ text }) => hundredths.has(text));

/** Whether the name says that money is counted in hundredths: amount_cents. */
export const inHundredths = (name: string): boolean => minor(readName(name));

function rankOf(has: (...wanted: Concept[]) => boolean): number {
  if (has("customer", "person", "merchant") && !has("total", "amount", "revenue", "price", "paid")) return 0;
  const worth = has("subtotal")
    ? 6
    : has("total")
      ? 10
      : has("gross")
        ? 9
        : has("amount", "paid")
          ? 8
          : has("revenue", "net")
            ? 7.5
            : has("price")
              ? 4
              : 0;
  if (worth === 0) return 0;
  const piece = has("unit") ? 6 : 0;
  // what a customer spent in all is no order
  const detail = has("detail", "customer", "person") ? 3 : 0;
  const ordered = worth === 8 && has("order") && has("amount") ? 0.5 : 0;
  const owed = has("otherMoment") && !has("total") ? 1 : 0;
  return worth + ordered - piece - detail - owed;
}

interface Reading {
  readonly concepts: ReadonlySet<Concept>;
  readonly including: boolean;
  readonly excluding: boolean;
}

/** The concepts without those that only say what is in the amount: the tax of "Totaal incl. btw", of "IVA incluido". */
function withoutInclusions(parts: readonly NamePart[]): Reading {
  const concepts = new Set<Concept>();
  let [including, excluding] = [false, false];
  const component = (part: NamePart | undefined): boolean =>
    part !== undefined && [...part.concepts].some((concept) => inclusions.has(concept));
  const says = (part: NamePart | undefined, concept: Concept): boolean =>
    part?.concepts.has(concept) === true;
  const marks = (part: NamePart | undefined): boolean => says(part, "including") || says(part, "excluding");
  for (let i = 0; i < parts.length; i++) {
    const at = parts[i]!;
    if (marks(at) && (component(parts[i - 1]) || component(parts[i + 1]))) {
      const taxed = [parts[i - 1], parts[i + 1]].some((part) => says(part, "tax"));
      including ||= taxed && says(at, "including") && !says(at, "excluding");
      excluding ||= taxed && says(at, "excluding");
      while (component(parts[i + 1])) i++;
      continue;
    }
    const stated = component(at) && marks(parts[i + 1]) && !component(parts[i + 2]);
    if (!stated) for (const concept of at.concepts) concepts.add(concept);
  }
  return { concepts, including, excluding };
}
