import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { splitFields } from "../sources/text/header.js";
import { currenciesOf, currencyCodes } from "../sql/currency-words.js";
import { count } from "../text/format.js";
import { nameScore } from "./column-names.js";
import type { Profile } from "./profile.js";
import type { Role } from "./role.js";

const known = new Set(currencyCodes);

/** Codes, in any case, or signs: most are known currencies, or the column's name says so, which then may hold words too. */
export function findCurrency(columns: readonly Profile[]): Role | null {
  for (const column of columns) {
    if (column.distinct > 60 || column.missing > 0.5) continue;
    const codes = currencyCounts(column);
    const named = column.named && nameScore("currency", column.name) >= 8;
    const coded = codes.filter(
      ([code]) => /^[A-Z]{3}$/.test(code) || currenciesOf(code).length > 0 || (named && isWord(code)),
    );
    const rows = (of: readonly (readonly [string, number])[]): number =>
      of.reduce((sum, [, n]) => sum + n, 0);
    const usual = rows(coded.filter(([code]) => known.has(code)));
    if (rows(coded) < 0.9 * column.filled || (!named && usual < 0.95 * column.filled)) continue;
    const shown = codes.slice(0, 6).map(([code, n]) => `${code} ${count(n)}`);
    return {
      column,
      evidence: `${named ? "by its name; " : ""}rows by code: ${shown.join(", ")}${codes.length > 6 ? ", …" : ""}`,
    };
  }
  return null;
}

/** A currency's name, such as US DOLLAR, which counts as a code. */
const isWord = (text: string): boolean => /\p{L}/u.test(text) && !/\d/.test(text);

/** How often each code occurs, whatever its case, most frequent first. */
export function currencyCounts(column: Profile): [code: string, rows: number][] {
  const counts = new Map<string, number>();
  for (const value of column.values) {
    if (value === null) continue;
    const code = value.toUpperCase();
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
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
    if (fields[code] && value > 0) rates.set(fields[code].toUpperCase(), value);
  }
  return { path, rates };
}

/** The base: the one currency with rate 1 in the rates, else the most frequent code; null where there is neither. */
export function baseCurrency(
  counts: readonly (readonly [string, number])[],
  rates: RatesBeside | null,
): string | null {
  const ones = rates === null ? [] : [...rates.rates].filter(([, rate]) => rate === 1);
  return ones.length === 1 ? ones[0]![0] : (counts[0]?.[0] ?? null);
}
