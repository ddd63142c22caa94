import { readFile } from "node:fs/promises";
import type { Config } from "../config.js";
import { ClvError } from "../errors.js";
import { list, raw, type Sql, sql } from "../sql/sql.js";
import { splitFields } from "./text-header.js";

interface Rate {
  readonly currency: string;
  readonly rate: string;
  /** first day it holds, yyyy-mm-dd */
  readonly from: string;
}

const always = "0001-01-01";
const never = "9999-12-31";

/**
 * The rates to the base currency as a relation (currency, rate, valid_from, valid_until), or null when no currency
 * column is mapped. The base currency always has rate 1.
 * @throws ClvError RATES_INVALID with every wrong line
 */
export async function readRates(config: Config): Promise<Sql | null> {
  if (config.columns.currency === undefined) return null;
  const { base, rates, ratesFile } = config.currency;
  const all: Rate[] = Object.entries(rates).map(([currency, rate]) => ({ currency, rate: decimal(rate), from: always }));
  if (ratesFile !== undefined) all.push(...(await readRatesFile(ratesFile)));
  if (!all.some((r) => r.currency === base)) all.push({ currency: base, rate: "1", from: always });
  const currencies = [...new Set(all.map((r) => r.currency))];
  const rows = currencies.flatMap((currency) => {
    const sorted = all.filter((r) => r.currency === currency).sort((a, b) => (a.from < b.from ? -1 : 1));
    return sorted.map((r, i) => sql`(${currency}, ${raw(r.rate)}, date ${r.from}, date ${sorted[i + 1]?.from ?? never})`);
  });
  return sql`select currency, cast(rate as decimal(18,8)) as rate, valid_from, valid_until
from (values ${list(rows)}) v(currency, rate, valid_from, valid_until)`;
}

async function readRatesFile(path: string): Promise<Rate[]> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new ClvError("RATES_INVALID", `cannot read currency.ratesFile ${path}: ${(cause as Error).message}`, { cause });
  });
  const lines = text.split(/\r?\n/);
  const header = splitFields(lines[0] ?? "", ",", '"').map((name) => name.trim().toLowerCase());
  const at = (name: string): number => header.indexOf(name);
  if (at("currency") < 0 || at("rate") < 0)
    throw new ClvError("RATES_INVALID", `${path} needs the columns currency and rate (and optionally from); it has ${header.join(", ")}.`);
  const problems: string[] = [];
  const result: Rate[] = [];
  lines.forEach((line, i) => {
    if (i === 0 || line.trim() === "") return;
    const fields = splitFields(line, ",", '"').map((field) => field.trim());
    const currency = fields[at("currency")] ?? "";
    const rate = Number(fields[at("rate")]);
    const from = at("from") < 0 ? always : (fields[at("from")] ?? "");
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(from) && !Number.isNaN(Date.parse(from));
    if (currency === "" || !(rate > 0 && rate < 1e9) || !isDay) problems.push(`line ${i + 1}: ${line}`);
    else result.push({ currency, rate: decimal(rate), from });
  });
  if (problems.length > 0)
    throw new ClvError(
      "RATES_INVALID",
      `${problems.length} of ${lines.length - 1} lines of ${path} are not "currency, positive rate, yyyy-mm-dd"; ${problems.slice(0, 5).join("; ")}`,
    );
  return result;
}

/** Eight decimals, never an exponent, so that every engine reads the same exact number. */
function decimal(rate: number): string {
  return rate.toFixed(8);
}
