import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { splitFields } from "../sources/text/header.js";
import { count } from "../text/format.js";
import { nameScore, nameWords } from "./column-names.js";
import type { Profile } from "./profile.js";
import type { Role } from "./role.js";

const usual = new Set(
  (
    "EUR USD GBP CHF JPY CNY AUD CAD NZD SEK NOK DKK PLN CZK HUF RON BGN TRY RUB UAH INR BRL MXN ARS CLP COP PEN ZAR EGP " +
    "NGN KES MAD AED SAR QAR ILS KRW TWD HKD SGD MYR THB IDR PHP VND PKR BDT LKR ISK HRK RSD GEL KZT"
  ).split(" "),
);

/** Codes of three capital letters, most of which are usual currencies or whose column says so. */
export function findCurrency(columns: readonly Profile[]): Role | null {
  for (const column of columns) {
    if (column.distinct > 60 || column.missing > 0.5) continue;
    const codes = currencyCounts(column);
    const coded = codes.filter(([code]) => /^[A-Z]{3}$/.test(code));
    const rows = (of: readonly (readonly [string, number])[]): number =>
      of.reduce((sum, [, n]) => sum + n, 0);
    const named = column.named && nameScore("currency", column.name) >= 8;
    const known = rows(coded.filter(([code]) => usual.has(code)));
    if (rows(coded) < 0.9 * column.filled || (!named && known < 0.95 * column.filled)) continue;
    const shown = codes.slice(0, 6).map(([code, n]) => `${code} ${count(n)}`);
    return {
      column,
      evidence: `${named ? "by its name; " : ""}rows by code: ${shown.join(", ")}${codes.length > 6 ? ", …" : ""}`,
    };
  }
  return null;
}

/** How often each code occurs, most frequent first. */
export function currencyCounts(column: Profile): [code: string, rows: number][] {
  const counts = new Map<string, number>();
  for (const value of column.values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** A rates.csv beside the log. */
export interface RatesBeside {
  readonly path: string;
  readonly rates: ReadonlyMap<string, number>;
}

/** Null when there is no rates.csv with the columns currency and rate. */
export async function ratesBeside(log: string): Promise<RatesBeside | null> {
  const path = join(dirname(log), "rates.csv");
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return null;
  const [first = "", ...lines] = text.split(/\r?\n/);
  const header = splitFields(first, ",", '"').map((name) => name.trim().toLowerCase());
  const [code, rate] = [header.indexOf("currency"), header.indexOf("rate")];
  if (code < 0 || rate < 0) return null;
  const rates = new Map<string, number>();
  for (const line of lines) {
    if (line.trim() === "") continue;
    const fields = splitFields(line, ",", '"').map((field) => field.trim());
    const value = Number(fields[rate]);
    if (fields[code] && value > 0) rates.set(fields[code], value);
  }
  return { path, rates };
}

/** The base: the one currency with rate 1 in the rates, else the most frequent code. */
export function baseCurrency(
  counts: readonly (readonly [string, number])[],
  rates: RatesBeside | null,
): string {
  const ones = rates === null ? [] : [...rates.rates].filter(([, rate]) => rate === 1);
  return ones.length === 1 ? ones[0]![0] : (counts[0]?.[0] ?? "EUR");
}

const namedCurrencies: Readonly<Record<string, string>> = {
  dollar: "USD",
  dollars: "USD",
  euro: "EUR",
  euros: "EUR",
  pound: "GBP",
  pounds: "GBP",
  yen: "JPY",
};
const currencySigns: Readonly<Record<string, string>> = { $: "USD", "€": "EUR", "£": "GBP" };

/** The currency that the name of an amount or a sign in its values shows, where no column does. */
export function currencySaid(amount: Profile): { readonly code: string; readonly evidence: string } | null {
  for (const word of amount.named ? nameWords(amount.name) : []) {
    const upper = word.toUpperCase();
    const code = namedCurrencies[word] ?? (usual.has(upper) ? upper : null);
    if (code !== null) return { code, evidence: `by the name of column ${amount.name}` };
  }
  for (const [sign, code] of Object.entries(currencySigns)) {
    const rows = amount.values.filter((value) => value?.includes(sign)).length;
    if (rows > 0.5 * amount.filled) return { code, evidence: `${count(rows)} amounts carry ${sign}` };
  }
  return null;
}
