import { currenciesOf } from "../sql/currency-words.js";
import { count, percent } from "../text/format.js";
import { nameWords } from "./column-names.js";
import type { Profile } from "./profile.js";

/** The currency that an amount column says of itself. */
export interface SaidCurrency {
  /** A code; or a sign or word that several currencies share, such as kr. */
  readonly base: string;
  readonly evidence: string;
  /** Whether the sign is of several currencies and the usual one of them is taken. */
  readonly guessed: boolean;
  /** Whether more than half of the amounts say nothing. */
  readonly sparse: boolean;
  /** Rows in each currency, most frequent first, where there are several. */
  readonly mixed: readonly (readonly [label: string, rows: number])[];
}

/** What stands beside the number, lower case: "USD $12.50" has usd and $. */
function texts(value: string): string[] {
  return value
    .toLowerCase()
    .replace(/[0-9.,'’ʼ\s()+\u2010-\u2015\u2212:-]+/gu, " ")
    .split(" ")
    .filter((text) => currenciesOf(text).length > 0);
}

interface Candidates {
  readonly codes: readonly string[];
  readonly label: string;
  readonly rows: number;
}

/** Rows by the currencies that they may be in; signs that may mean the same currency are one entry. */
function candidates(values: readonly (string | null)[]): Candidates[] {
  const seen = new Map<string, { codes: readonly string[]; label: string; rows: number }>();
  for (const value of values) {
    if (value === null || /^[-+]?[0-9.,]+$/.test(value)) continue;
    const found = texts(value);
    if (found.length === 0) continue;
    const codes = found.map(currenciesOf).reduce((a, b) => a.filter((code) => b.includes(code)));
    const key = found.join(" ");
    const known = seen.get(key);
    if (known === undefined) seen.set(key, { codes, label: found[0]!, rows: 1 });
    else known.rows++;
  }
  const merged: Candidates[] = [];
  // those that say most first, so that $ joins USD and not AUD
  const order = [...seen.values()].sort((a, b) => a.codes.length - b.codes.length || b.rows - a.rows);
  for (const each of order) {
    const at = merged.findIndex(({ codes }) => codes.some((code) => each.codes.includes(code)));
    const same = merged[at];
    if (same === undefined) merged.push(each);
    else
      merged[at] = {
        codes: same.codes.filter((code) => each.codes.includes(code)),
        label: same.label,
        rows: same.rows + each.rows,
      };
  }
  return merged.sort((a, b) => b.rows - a.rows);
}

/** Signs and words of which no currency is the usual one: they name the unit themselves. */
const shared = new Set(["DKK", "INR", "MXN", "JPY"]);

function named({ codes, label }: Candidates): { base: string; guessed: boolean } {
  const [first] = codes;
  if (codes.length === 1) return { base: first!, guessed: false };
  if (first === undefined || shared.has(first)) return { base: label, guessed: false };
  return { base: first, guessed: first === "USD" };
}

const headerWords: Readonly<Record<string, string>> = {
  dollar: "USD",
  dollars: "USD",
  pound: "GBP",
  pounds: "GBP",
};

function ofHeader(column: Profile): string | null {
  if (!column.named) return null;
  for (const word of nameWords(column.name)) {
    const codes = /^([a-z]{3}|euros?|yen|yuan|rupiah|reais)$/.test(word) ? currenciesOf(word) : [];
    const code = headerWords[word] ?? (codes.length === 1 ? codes[0] : undefined);
    if (code !== undefined) return code;
  }
  const signs = [...column.name].filter((c) => /\p{Sc}/u.test(c)).flatMap((c) => currenciesOf(c).slice(0, 1));
  return signs.length === 1 ? signs[0]! : null;
}

/** The currency that the name of an amount, or the signs, words and codes in its values show, where no column does. */
export function currencySaid(amount: Profile): SaidCurrency | null {
  const found = candidates(amount.values);
  const rows = found.reduce((sum, each) => sum + each.rows, 0);
  const mixed = found.length > 1 ? found.map((each) => [named(each).base, each.rows] as const) : [];
  const header = ofHeader(amount);
  const [most] = found;
  const sparse = rows <= 0.5 * amount.filled;
  if (most !== undefined) {
    const inHeader = header !== null && most.codes.includes(header);
    const { base, guessed } = inHeader ? { base: header, guessed: false } : named(most);
    const share = rows < amount.filled ? ` (${percent(most.rows / amount.filled)})` : "";
    return {
      base,
      guessed,
      sparse,
      mixed,
      evidence: `${count(most.rows)} amounts${share} carry ${most.label}`,
    };
  }
  if (header === null) return null;
  const evidence = `by the name of column ${amount.name}`;
  return { base: header, guessed: false, sparse: false, mixed, evidence };
}
