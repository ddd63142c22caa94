import { basename } from "node:path";
import type { Config } from "../../../config/config.js";
import { allRates, type Rate } from "../../../sources/read-rates.js";
import { currenciesOf } from "../../../sql/currency-words.js";
import type { StageContext } from "../../../stage.js";
import { isoDate } from "../../../time/day-number.js";

/** What amounts of costs are multiplied by. */
export interface CostRates {
  /** The rate of a currency over some days, the mean of theirs; null where there is none. */
  of(currency: string, days: { readonly from: number; readonly to: number } | null): number | null;
  /** What a text beside an amount means: a code; null where that is not clear. */
  meant(sign: string): string | null;
}

/** The rates of the run for the costs of one table. */
export async function costRates({ config, costFiles }: StageContext): Promise<CostRates> {
  const { ratesFile, base } = config.currency;
  const known = costFiles.findLast(({ name }) => ratesFile !== undefined && name === basename(ratesFile));
  const all = await allRates(config, known);
  // a run without a named currency has that of its costs, if it is one
  let implied = base;
  const codes = new Set(all.map(({ currency }) => currency));
  return {
    of(currency, days) {
      implied ??= codes.size === 0 ? currency : undefined;
      if (implied !== undefined && isSame(currency, implied)) return 1;
      const own = all.filter((rate) => rate.currency === currency.toUpperCase());
      return own.length === 0 ? null : meanRate(own, days);
    },
    meant(sign) {
      const meanings = currenciesOf(sign);
      if (base !== undefined && meanings.some((code) => isSame(code, base))) return base;
      return meanings.length === 1 ? meanings[0]! : null;
    },
  };
}

function isSame(one: string, other: string): boolean {
  if (one.toUpperCase() === other.toUpperCase()) return true;
  const meanings = currenciesOf(other);
  return currenciesOf(one).length === 1 && meanings.length === 1 && meanings[0] === currenciesOf(one)[0];
}

/** Days before the first rate count by those that have one. */
function meanRate(
  own: readonly Rate[],
  days: { readonly from: number; readonly to: number } | null,
): number | null {
  const sorted = [...own].sort((a, b) => (a.from < b.from ? -1 : 1));
  if (days === null) return sorted.length === 1 ? Number(sorted[0]!.rate) : null;
  let sum = 0;
  let n = 0;
  for (let day = days.from; day <= days.to; day++) {
    const rate = sorted.findLast(({ from }) => from <= isoDate(day))?.rate;
    if (rate === undefined) continue;
    sum += Number(rate);
    n++;
  }
  return n === 0
    ? null
    : isConstant(sorted, days)
      ? Number(sorted.findLast(({ from }) => from <= isoDate(days.to))!.rate)
      : sum / n;
}

/** Whether one rate holds on all of the days, which then counts to its last digit. */
function isConstant(
  sorted: readonly Rate[],
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  return !sorted.some((rate) => rate.from > isoDate(from) && rate.from <= isoDate(to));
}

/** The currency that amounts are in where nothing else is said of them. */
export function baseCode({ currency }: Pick<Config, "currency">): string {
  return currency.base ?? "";
}
