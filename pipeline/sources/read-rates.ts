import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Config } from "../config/config.js";
import { ClvError } from "../errors.js";
import { list, raw, type Sql, sql } from "../sql/sql.js";
import type { SideFile } from "./source-file.js";
import { splitFields } from "./text/header.js";
import { sourceChanged } from "./unchanged.js";

/** What one unit of a currency is worth in the base currency, from a day on. */
export interface Rate {
  readonly currency: string;
  readonly rate: string;
  /** first day it holds, yyyy-mm-dd */
  readonly from: string;
}

const always = "0001-01-01";

/** The rate of a currency on a day as an expression; NULL where there is none. */
export type RateLookup = (currency: Sql, day: Sql) => Sql;

/**
 * The rates to the base currency, or null when no currency column is mapped. The base currency always has rate 1. Codes
 * are the same in any case.
 * An expression and not a join, so that rows keep the order of their file.
 * @param known what the run takes the file with rates for
 * @throws ClvError RATES_INVALID with every wrong line; SOURCE_CHANGED when the file is another one than `known`
 */
export async function readRates(config: Config, known?: SideFile): Promise<RateLookup | null> {
  if (config.columns.currency === undefined) return null;
  const all = await allRates(config, known);
  const currencies = [...new Set(all.map((r) => r.currency))];
  return (currency, day) => {
    const cases = currencies.map((code) => {
      const own = all.filter((r) => r.currency === code).sort((a, b) => (a.from < b.from ? -1 : 1));
      const first = own[0]?.from ?? always;
      const rate = byDay(own, day);
      return sql`when ${code} then ${first === always ? rate : sql`case when ${day} >= date ${first} then ${rate} end`}`;
    });
    return sql`case upper(${currency}) ${list(cases, " ")} end`;
  };
}

/** Every rate of a run, the base currency's own 1 included; codes in capitals. */
export async function allRates(config: Config, known?: SideFile): Promise<Rate[]> {
  const { rates, ratesFile } = config.currency;
  const base = config.currency.base?.toUpperCase();
  const all: Rate[] = Object.entries(rates).map(([currency, rate]) => ({
    currency: currency.toUpperCase(),
    rate: decimal(rate),
    from: always,
  }));
  if (ratesFile !== undefined) all.push(...(await readRatesFile(ratesFile, known)));
  if (base !== undefined && !all.some((r) => r.currency === base))
    all.push({ currency: base, rate: "1", from: always });
  return all;
}

/** The rate in force on a day, found by halving the sorted rates. */
function byDay(sorted: readonly Rate[], day: Sql): Sql {
  const middle = sorted.length >> 1;
  const at = sorted[middle];
  if (at === undefined || middle === 0)
    return sql`cast(${raw(sorted[0]?.rate ?? "null")} as double precision)`;
  return sql`case when ${day} < date ${at.from} then ${byDay(sorted.slice(0, middle), day)} else ${byDay(sorted.slice(middle), day)} end`;
}

async function readRatesFile(path: string, known: SideFile | undefined): Promise<Rate[]> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new ClvError(
      "RATES_INVALID",
      `cannot read currency.ratesFile ${path}: ${(cause as Error).message}`,
      { cause },
    );
  });
  if (known !== undefined && createHash("sha256").update(bytes).digest("hex") !== known.sha256)
    throw sourceChanged(known.name);
  const lines = bytes.toString("utf8").split(/\r?\n/);
  const header = splitFields(lines[0] ?? "", ",", '"').map((name) => name.trim().toLowerCase());
  const at = (name: string): number => header.indexOf(name);
  if (at("currency") < 0 || at("rate") < 0)
    throw new ClvError(
      "RATES_INVALID",
      `${path} needs the columns currency and rate (and optionally from); it has ${header.join(", ")}.`,
    );
  const given = lines.slice(1).filter((line) => line.trim() !== "").length;
  const problems: string[] = [];
  const result: Rate[] = [];
  lines.forEach((line, i) => {
    if (i === 0 || line.trim() === "") return;
    const fields = splitFields(line, ",", '"').map((field) => field.trim());
    const currency = (fields[at("currency")] ?? "").toUpperCase();
    const rate = Number(fields[at("rate")]);
    const from = at("from") < 0 ? always : (fields[at("from")] ?? "");
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(from) && isCalendarDay(from);
    if (currency === "" || !(rate >= 1e-12 && rate < 1e8) || !isDay) problems.push(`line ${i + 1}: ${line}`);
    else result.push({ currency, rate: decimal(rate), from });
  });
  if (problems.length > 0)
    throw new ClvError(
      "RATES_INVALID",
      `${problems.length} of ${given} lines of ${path} are not "currency, rate from 1e-12 to 1e8, yyyy-mm-dd"; ${problems.slice(0, 5).join("; ")}`,
    );
  return result;
}

/** Date.parse takes 2024-02-30 for the first of March. */
function isCalendarDay(day: string): boolean {
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** Twelve decimals, never an exponent, so that every engine reads the same exact number. */
function decimal(rate: number): string {
  return rate.toFixed(12);
}
