/**
 * What real logs have and clean ones lack. A rate is the probability that a purchase brings the wart along; a purchase has
 * at most one. None of them changes the purchases themselves: they split one, follow it, or stand beside it as further rows,
 * so that a pipeline that treats each as it should arrives at the true histories.
 */
export const wartNames = [
  "sameDayOrders",
  "refunds",
  "zeroAmounts",
  "missingCustomers",
  "badDates",
  "duplicates",
  "absurdAmounts",
  "unknownCurrencies",
] as const;

export type Wart = (typeof wartNames)[number];
export type WartRates = Readonly<Record<Wart, number>>;

export const defaultWartRates: WartRates = {
  sameDayOrders: 0.05,
  refunds: 0.03,
  zeroAmounts: 0.005,
  missingCustomers: 0.004,
  badDates: 0.002,
  duplicates: 0.003,
  absurdAmounts: 0.0002,
  unknownCurrencies: 0.001,
};

export const noWarts: WartRates = {
  sameDayOrders: 0,
  refunds: 0,
  zeroAmounts: 0,
  missingCustomers: 0,
  badDates: 0,
  duplicates: 0,
  absurdAmounts: 0,
  unknownCurrencies: 0,
};

/** What each wart looks like in the file, for the command's help and the truth file. */
export const wartMeanings: Readonly<Record<Wart, string>> = {
  sameDayOrders: "one purchase spread over two or three orders of the same day",
  refunds:
    "a later row (1 to 30 days) that takes back all or part of an order, with 'R' before its order_id or a new one",
  zeroAmounts: "a further order of 0.00 on the day of a purchase",
  missingCustomers: "a further order without customer_id",
  badDates: "a further order whose date is impossible or no date at all",
  duplicates: "the same row once more, order_id included",
  absurdAmounts: "a further order of a million millions and more",
  unknownCurrencies: "a further order in the currency XXX, which has no rate",
};

/** Dates that no calendar has. */
export const badDates = ["2024-02-30T12:00:00", "0000-00-00", "n/a", "2023-13-01T08:30:00"] as const;

/** Amounts that no shop has; the last ones exceed DECIMAL(18,4). */
export const absurdAmounts = ["999999999999.99", "98765432109876543210.00", "1e30"] as const;

export const unknownCurrency = "XXX";
