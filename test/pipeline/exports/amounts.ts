/** How exports write money. */
export interface AmountStyle {
  readonly name: string;
  readonly write: (cents: number) => string;
  /** Whether cents are written at all. */
  readonly whole?: boolean;
  /** Cents of a middling price, where the style needs large numbers to show itself. */
  readonly priceCents?: number;
  /** Needs an encoding of all letters. */
  readonly unicode?: boolean;
}

const nbsp = "\u00a0";
const narrow = "\u202f";

function digits(cents: number, decimal: string, group: string, places: number): string {
  const [whole = "0", fraction = ""] = (Math.abs(cents) / 100).toFixed(places).split(".");
  const grouped = group === "" ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
  return places === 0 ? grouped : `${grouped}${decimal}${fraction}`;
}

function lakh(cents: number): string {
  const [whole = "0", fraction = "00"] = (Math.abs(cents) / 100).toFixed(2).split(".");
  const grouped =
    whole.length <= 3 ? whole : `${whole.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ",")},${whole.slice(-3)}`;
  return `${grouped}.${fraction}`;
}

type Around = (number: string, negative: boolean) => string;
const bare: Around = (n, negative) => (negative ? `-${n}` : n);
const before =
  (sign: string, minus = "-"): Around =>
  (n, negative) =>
    `${negative ? minus : ""}${sign}${n}`;
const after =
  (sign: string, minus = "-"): Around =>
  (n, negative) =>
    `${negative ? minus : ""}${n}${sign}`;
const parentheses: Around = (n, negative) => (negative ? `(${n})` : n);
const trailing: Around = (n, negative) => (negative ? `${n}-` : n);

function style(
  name: string,
  decimal: string,
  group: string,
  around: Around,
  o: { places?: number; priceCents?: number; unicode?: boolean } = {},
): AmountStyle {
  const places = o.places ?? 2;
  return {
    name,
    write: (cents) => around(digits(cents, decimal, group, places), cents < 0),
    ...(places === 0 && { whole: true }),
    ...(o.priceCents !== undefined && { priceCents: o.priceCents }),
    ...(o.unicode && { unicode: true }),
  };
}

const large = { priceCents: 90_000 };

export const amountStyles: readonly AmountStyle[] = [
  style("1234.50", ".", "", bare),
  style("1234", ".", "", bare, { places: 0 }),
  style("1,234.50", ".", ",", bare, large),
  style("1234,50", ",", "", bare),
  style("1.234,50", ",", ".", bare, large),
  style("1 234,50", ",", " ", bare, large),
  style("1 234,50 no-break", ",", nbsp, bare, large),
  style("1 234,50 narrow", ",", narrow, bare, { ...large, unicode: true }),
  style("1'234.50", ".", "'", bare, large),
  style("1.234 whole", ",", ".", bare, { places: 0, priceCents: 60_000 }),
  style("1,234 whole", ".", ",", bare, { places: 0, priceCents: 60_000 }),
  style("€1,234.50", ".", ",", before("€"), { ...large, unicode: true }),
  style("1.234,50 €", ",", ".", after(" €"), { ...large, unicode: true }),
  style("1.234,50 EUR", ",", ".", after(" EUR"), large),
  style("$1,234.50", ".", ",", before("$"), large),
  style("US$ 1234.50", ".", "", before("US$ ")),
  style("USD 1234.50", ".", "", before("USD ")),
  style("usd 1234.50", ".", "", before("usd ")),
  style("(1,234.50)", ".", ",", parentheses, large),
  style("1234.50-", ".", "", trailing),
  style("−1234.50", ".", "", before("", "\u2212"), { unicode: true }),
  style("kr 1.234,50", ",", ".", before("kr "), large),
  style("1 234,50 kr", ",", " ", after(" kr"), large),
  style("1234,50 DKK", ",", "", after(" DKK")),
  style("R$ 1.234,50", ",", ".", before("R$ "), large),
  style("1234,50 zł", ",", "", after(" zł"), { unicode: true }),
  style("CHF 1'234.50", ".", "'", before("CHF "), large),
  style("£1,234.50", ".", ",", before("£"), large),
  style("¥123,456", ".", ",", before("¥"), { places: 0, priceCents: 500_000 }),
  style("1.234,-", ",", ".", after(",-"), { places: 0, priceCents: 60_000 }),
  {
    name: "₹1,23,456.50",
    write: (cents) => `${cents < 0 ? "-" : ""}₹${lakh(cents)}`,
    priceCents: 5_000_000,
    unicode: true,
  },
];
