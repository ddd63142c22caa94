import type { Concept } from "./languages/concepts.js";
import { fold, lexicon } from "./languages/lexicon.js";
import { moneyRank } from "./money-names.js";
import { nameParts, readName } from "./read-name.js";

export type NamedRole = "customer" | "date" | "amount" | "quantity" | "unitPrice" | "order" | "currency";

const endings = "id no nr number date datum time name code price value amount key at num total".split(" ");

/** The lower-case words of a column name: `InvoiceNo`, `invoice_no` and `invoiceno` are all invoice, no. Letters of every script. */
export function nameWords(name: string): string[] {
  return nameParts(name)
    .map(fold)
    .flatMap((part) => {
      const ending = lexicon.has(part)
        ? undefined
        : endings.find((end) => part.endsWith(end) && lexicon.has(part.slice(0, -end.length)));
      return ending === undefined ? [part] : [part.slice(0, -ending.length), ending];
    });
}

/** All that the words of a name speak of. */
export function conceptsOf(name: string): ReadonlySet<Concept> {
  return new Set(readName(name).flatMap(({ concepts }) => [...concepts]));
}

/**
 * How strongly a name speaks for a role, from 0 to about 12.
 * @example nameScore("customer", "CustomerID") // 11
 */
export function nameScore(role: NamedRole, name: string): number {
  return Math.max(0, scores[role](name, conceptsOf(name)));
}

type Score = (name: string, concepts: ReadonlySet<Concept>) => number;

const any = (concepts: ReadonlySet<Concept>, ...wanted: readonly Concept[]): boolean =>
  wanted.some((concept) => concepts.has(concept));
const many = (concepts: ReadonlySet<Concept>, ...wanted: readonly Concept[]): number =>
  wanted.filter((concept) => concepts.has(concept)).length;

const money: readonly Concept[] = [
  "amount",
  "total",
  "gross",
  "net",
  "revenue",
  "subtotal",
  "tax",
  "discount",
  "price",
  "rate",
];

const customer: Score = (name, has) => {
  if (
    any(
      has,
      "merchant",
      "otherMoment",
      "date",
      "time",
      "status",
      "method",
      "quantity",
      "currency",
      "shipping",
      ...money,
    )
  )
    return has.has("id") && any(has, "customer") && !any(has, "merchant", ...money) ? 4 : 0;
  const base = has.has("customer") ? 9 : has.has("email") ? 7 : has.has("person") ? personWeight(name) : 0;
  if (base === 0) return 0;
  // "Customer Email" is an address; "customer order" an order
  if (has.has("email")) return has.has("customer") ? 8 : base;
  if (has.has("order") && !(has.has("customer") && has.has("id"))) return base - 5;
  if (has.has("detail") && !has.has("id")) return base - 5;
  return base + (has.has("id") ? 2 : 0) - (has.has("detail") ? 4 : 0) - (has.has("product") ? 5 : 0);
};

const weaker: Readonly<Record<string, number>> = {
  account: 6,
  acct: 6,
  contact: 5,
  card: 4,
  guest: 6,
  visitor: 6,
  konto: 6,
  profile: 6,
  person: 6,
};
const personWeight = (name: string): number =>
  Math.max(...readName(name).map(({ text, concepts }) => (concepts.has("person") ? (weaker[text] ?? 8) : 0)));

const moments = new Set(["at", "on", "am", "vom", "le", "op", "den", "dne", "ts", "dt"]);

const date: Score = (name, has) => {
  const parts = readName(name);
  const happened = any(has, "ordered", "paid", "otherMoment");
  const said = has.has("date") || (happened && parts.some(({ text }) => moments.has(text)));
  const base = said ? 8 : has.has("ordered") ? 5 : has.has("time") ? 4 : 0;
  if (base === 0) return 0;
  const paid = has.has("paid") && !has.has("ordered") ? 1 : 0;
  const wrong = many(has, "otherMoment", "id", "customer", "merchant", "quantity", "tax", "product", "line");
  const amounts =
    any(has, "amount", "total", "price", "status", "method", "revenue") && !has.has("date") ? 1 : 0;
  const named = has.has("order") ? 0.6 : 0;
  return base + (has.has("ordered") && said ? 2 + named : 0) - 2 * paid - 5 * (wrong + amounts);
};

const quantity: Score = (name, has) => {
  if (!has.has("quantity")) return 0;
  const wrong = many(has, "price", "amount", "revenue", "customer", "tax", "shipping", "id", "net", "gross");
  const weak = /weight|gewicht|stock|volume|poids|peso|vekt|vikt|paino|waga|重量/iu.test(name) ? 4 : 0;
  return (readName(name).some(({ text }) => mild.has(text)) ? 4 : 9) - 5 * wrong - weak;
};
const mild = new Set([
  "count",
  "cds",
  "number of",
  ..."points score rating level rank miles minutes hours days visits sessions".split(" "),
]);

const unitPrice: Score = (_, has) => {
  if (!has.has("price") && !(has.has("unit") && any(has, "amount", "net", "gross", "revenue")))
    return has.has("unit") && !has.has("quantity") && !has.has("id") ? 4 : 0;
  const wrong = many(
    has,
    "total",
    "discount",
    "subtotal",
    "tax",
    "shipping",
    "cost",
    "listPrice",
    "id",
    "fee",
    "refund",
    "method",
    "date",
    "rate",
  );
  return (has.has("unit") ? 9 : has.has("line") || has.has("product") ? 7 : 6) - 5 * wrong;
};

const order: Score = (_, has) => {
  if (!has.has("order") && !(has.has("paid") && has.has("id"))) return 0;
  const wrong = many(
    has,
    "time",
    "status",
    "method",
    "currency",
    "quantity",
    "line",
    "product",
    "customer",
    "email",
    "merchant",
    "detail",
    "shipping",
    "tax",
    "discount",
  );
  const worth = any(has, "amount", "total", "price", "net", "gross", "subtotal", "fee", "cost", "balance")
    ? 1
    : 0;
  const moment = any(has, "date", "otherMoment") ? 1 : 0;
  return 7 + (has.has("id") ? 2 : 0) - (has.has("paid") ? 1 : 0) - 5 * (wrong + worth + moment);
};

const currency: Score = (_, has) =>
  has.has("currency") ? 9 - 5 * many(has, "rate", "amount", "total", "price", "date") : 0;

const scores: Readonly<Record<NamedRole, Score>> = {
  customer,
  date,
  amount: (name) => moneyRank(name).rank,
  quantity,
  unitPrice,
  order,
  currency,
};
