import { usualMaxAmount } from "../sql/amount-scale.js";
import { count, percent } from "../text/format.js";
import type { Roles } from "./assign-roles.js";
import { nameWords } from "./column-names.js";
import { currencyCounts } from "./currencies.js";
import type { FoundConfig, Proposal } from "./inspection.js";

type Ingest = NonNullable<FoundConfig["ingest"]>;

/** How large the amounts are: the bound of absurd ones, minor units such as cents, digits beyond the four that are kept. */
export function amountScaleKeys(
  roles: Roles,
  proposal: Pick<Proposal, "notes" | "warnings" | "open">,
): Pick<Ingest, "maxAmount" | "amountFactor"> {
  const amounts = sizes(roles);
  if (amounts.length === 0) return {};
  const factor = minorUnits(roles, amounts, proposal) ?? lostDigits(amounts, proposal);
  const bound = maxAmount(amounts, factor ?? 1, proposal);
  return { ...(bound !== null && { maxAmount: bound }), ...(factor !== null && { amountFactor: factor }) };
}

/** Absolute amounts above 0, rising; of the most frequent currency alone where a column names them. */
function sizes({ amount, quantity, unitPrice, currency }: Roles): Float64Array {
  const [code] = currency === null ? [] : (currencyCounts(currency.column)[0] ?? []);
  const [values, times] = amount
    ? [amount.column.numbers?.values, null]
    : [unitPrice?.column.numbers?.values, quantity?.column.numbers?.values ?? null];
  const of = (value: number, row: number): number =>
    code === undefined || currency?.column.values[row]?.toUpperCase() === code
      ? Math.abs(value * (times?.[row] ?? 1))
      : Number.NaN;
  return (values ?? new Float64Array())
    .map(of)
    .filter((value) => value > 0)
    .sort();
}

const at = (rising: Float64Array, share: number): number =>
  rising[Math.min(rising.length - 1, Math.floor(share * rising.length))]!;

/** Set where the usual bound is near what the log holds: a thousand times what nine of ten amounts stay below. */
function maxAmount(amounts: Float64Array, factor: number, { notes }: Pick<Proposal, "notes">): number | null {
  const [high, usual] = [factor * at(amounts, 0.99), factor * at(amounts, 0.9)];
  const bound = Math.min(1e13, 10 ** Math.ceil(Math.log10(1000 * usual)));
  if (high <= usualMaxAmount / 100 || bound <= usualMaxAmount) return null;
  notes["ingest.maxAmount"] = [
    `one amount in ten is above ${count(usual)}, one in a hundred above ${count(high)}`,
  ];
  return bound;
}

const minorWords = new Set([
  "cents",
  "cent",
  "minor",
  "pence",
  "paise",
  "kobo",
  "centimes",
  "centavos",
  "ore",
  "groszy",
]);
/** Currencies that have no hundredths. */
const undivided = new Set("JPY KRW VND CLP ISK PYG UGX XAF XOF XPF RWF KMF GNF DJF BIF VUV".split(" "));

/** Whole numbers of a column that is named after cents are cents; whole numbers beside lower-case codes may be. */
function minorUnits(
  { amount, unitPrice, currency }: Roles,
  amounts: Float64Array,
  { notes, warnings, open }: Pick<Proposal, "notes" | "warnings" | "open">,
): number | null {
  const column = (amount ?? unitPrice)!.column;
  if (column.numbers === null || column.numbers.fractional > 0) return null;
  const codes = currency === null ? [] : currencyCounts(currency.column).map(([code]) => code);
  const whole = codes.filter((code) => undivided.has(code));
  const rates =
    whole.length > 0
      ? `; ${whole.join(", ")} has no hundredths, so its rate has to be 100 times as large`
      : "";
  if (column.named && nameWords(column.name).some((word) => minorWords.has(word))) {
    const text = `column ${column.name} is taken for hundredths by its name: ingest.amountFactor 0.01${rates}`;
    notes["ingest.amountFactor"] = [text];
    warnings.push(text);
    return 0.01;
  }
  const written = currency?.column.values.filter((code) => code !== null) ?? [];
  const lower = written.length >= 20 && written.every((code) => /^[a-z]{3}$/.test(code!));
  if (!lower || undivided.has(codes[0]!)) return null;
  open.push({
    key: "ingest.amountFactor",
    question: `all ${count(amounts.length)} amounts in ${codes[0]} are whole and their codes are in lower case, as interfaces of payment services give amounts in cents; nothing in the log shows which they are`,
    choices: [
      { value: "0.01", means: `cents: ${count(at(amounts, 0.5))} is ${at(amounts, 0.5) / 100}${rates}` },
      { value: "1", means: `whole units: ${count(at(amounts, 0.5))} is as much` },
    ],
  });
  return 0.01;
}

const kept = 4;
/** Share of an amount that rounding may take without a word. */
const tolerated = 0.005;

/** Amounts so small that rounding to four decimals changes them. */
function lostDigits(
  amounts: Float64Array,
  { warnings, open }: Pick<Proposal, "warnings" | "open">,
): number | null {
  const round = (value: number): number => Math.round(value * 10 ** kept) / 10 ** kept;
  const lossy = amounts.filter((value) => Math.abs(round(value) - value) > tolerated * value);
  if (lossy.length === 0) return null;
  const example = lossy[0]!;
  const text = `${count(lossy.length)} amounts (${percent(lossy.length / amounts.length)}) lose digits when four decimals are kept: ${plain(example)} becomes ${plain(round(example))}`;
  if (lossy.length < 0.05 * amounts.length) {
    warnings.push(`${text}; ingest.amountFactor counts them in a smaller unit`);
    return null;
  }
  const factor = at(amounts, 0.01) > 1e-4 ? 1000 : 1e6;
  open.push({
    key: "ingest.amountFactor",
    question: text,
    choices: [
      {
        value: String(factor),
        means: `money is counted in ${factor === 1000 ? "thousandths" : "millionths"} everywhere, with four decimals of those`,
      },
      { value: "1", means: "four decimals are enough" },
    ],
  });
  return factor;
}

/** Never with an exponent. */
const plain = (value: number): string => value.toFixed(10).replace(/\.?0+$/, "");
