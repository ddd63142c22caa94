/** What a word in a column name can speak of. A name usually speaks of several: `Bestelldatum` is an order and a date. */
export const concepts = [
  /** Who buys. */
  "customer",
  /** Who may buy: a user, member, donor, account. */
  "person",
  "email",
  /** What describes a customer and does not identify one: a name, a place, a group, an age. */
  "detail",
  /** The other side of the sale, or who handles it: merchant, seller, staff, recipient. */
  "merchant",
  "id",
  "date",
  /** The time of day, or a zone. */
  "time",
  /** The moment of the order itself: ordered, created, placed. */
  "ordered",
  /** Paid: an amount, or a moment close to that of the order. */
  "paid",
  /** Another moment than that of the order: shipped, due, updated, birth. */
  "otherMoment",
  "amount",
  "total",
  "gross",
  "net",
  "revenue",
  "subtotal",
  "tax",
  "shipping",
  "discount",
  "refund",
  "fee",
  "tip",
  "deposit",
  "cost",
  "margin",
  /** A price that nobody paid: list price, recommended price. */
  "listPrice",
  /** Still owed, or left: balance, outstanding, store credit. */
  "balance",
  /** A share or an exchange rate. */
  "rate",
  /** What follows it is within the amount: inkl. MwSt. */
  "including",
  /** What follows it is not within the amount: exkl. moms. */
  "excluding",
  "quantity",
  "price",
  /** For each piece. */
  "unit",
  /** A row of an order: line, item, position. */
  "line",
  "product",
  "order",
  "currency",
  "status",
  /** A way or a kind: payment method, type, channel. */
  "method",
] as const;

export type Concept = (typeof concepts)[number];

/** The words of a language by concept, divided by commas; several words of one entry stand next to each other in a name. */
export type Language = Readonly<Partial<Record<Concept, string>>>;
