import { basename } from "node:path";
import { count, percent } from "../text/format.js";
import { currencySaid } from "./amount-currency.js";
import type { Roles } from "./assign-roles.js";
import { baseCurrency, currencyCounts, type RatesBeside } from "./currencies.js";
import type { FoundConfig, Proposal } from "./inspection.js";

/**
 * The base currency and where its rates are: from a currency column, or from what the amount says of itself. Currencies
 * without a rate are noted with what follows from them.
 */
export function currencyKeys(
  roles: Roles,
  rates: RatesBeside | null,
  proposal: Pick<Proposal, "notes" | "warnings" | "open" | "withoutRate">,
): Pick<FoundConfig, "currency"> {
  const { notes, warnings, open, withoutRate } = proposal;
  if (roles.currency === null) return saidKeys(roles, proposal);
  const counts = currencyCounts(roles.currency.column);
  const base = baseCurrency(counts, rates);
  if (base === null) return {};
  if (!hasBase(counts, rates))
    open.push({
      key: "currency.base",
      question: `the log has about as many rows in ${counts[0]![0]} as in ${counts[1]![0]}, and no rates.csv beside it says which one amounts are converted to`,
      choices: counts.slice(0, 4).map(([code, n]) => ({
        value: code,
        means: `${count(n)} rows are in ${code}; the others need rates to it`,
      })),
    });
  const total = roles.currency.column.filled;
  const without = counts.filter(([code]) => code !== base && !rates?.rates.has(code));
  withoutRate.push(...without.map(([code]) => code));
  const lost = without.reduce((sum, [, n]) => sum + n, 0) / total;
  notes["currency.base"] = [
    `rows by code: ${counts
      .slice(0, 8)
      .map(([code, n]) => `${code} ${percent(n / total)}`)
      .join(", ")}`,
  ];
  if (without.length > 0) {
    const codes = without
      .map(([code]) => code)
      .slice(0, 8)
      .join(", ");
    const first = without[0]![0];
    const consequence =
      lost > 0.05
        ? "more than ingest.maxRejectedShare, so clv run stops until rates are given"
        : "ingest rejects those rows until rates are given";
    const where =
      rates === null
        ? `set currency.rates, such as ${first}: 0.92, or currency.ratesFile`
        : `add them to ${basename(rates.path)}`;
    const text = `no rate for ${codes} (${percent(lost)} of the rows, ${count(lost * total)} of ${count(total)} sampled): ${consequence}; ${where}`;
    notes["currency.rates"] = [text];
    warnings.push(text);
  }
  const used = rates !== null && counts.some(([code]) => code !== base && rates.rates.has(code));
  return { currency: { base, ...(used && { ratesFile: rates.path }) } };
}

/** Whether one currency is clearly the first: by a rate of 1, or by its rows. */
function hasBase(counts: readonly (readonly [string, number])[], rates: RatesBeside | null): boolean {
  const [first, second] = counts;
  if (second === undefined || [...(rates?.rates.values() ?? [])].filter((rate) => rate === 1).length === 1)
    return true;
  return second[1] < 0.8 * first![1];
}

/** What the amounts say of their currency, where no column does. */
function saidKeys(
  roles: Roles,
  { notes, warnings, open }: Pick<Proposal, "notes" | "warnings" | "open">,
): Pick<FoundConfig, "currency"> {
  const said = [roles.amount, roles.unitPrice].flatMap((role) =>
    role ? (currencySaid(role.column) ?? []) : [],
  )[0];
  if (said === undefined) {
    notes["currency.base"] = ["the log names no currency: amounts are printed without one"];
    return {};
  }
  const { base, evidence, guessed, sparse, mixed } = said;
  notes["currency.base"] = [evidence];
  if (mixed.length > 0)
    open.push({
      key: "currency.base",
      question: `the amounts are in several currencies (${mixed.map(([label, n]) => `${label} ${count(n)}`).join(", ")}) and no column names them, so they cannot be added up`,
      choices: mixed.map(([label, n]) => ({
        value: label,
        means: `the ${count(n)} amounts beside it count, those in other currencies are rejected as UNKNOWN_CURRENCY`,
      })),
    });
  else if (sparse)
    warnings.push(
      `${evidence}, the others nothing: all are taken for ${base}; if they are not, correct the file`,
    );
  else if (guessed)
    warnings.push(`${evidence}, which is taken for ${base}; if it is another currency, set currency.base`);
  return { currency: { base } };
}
