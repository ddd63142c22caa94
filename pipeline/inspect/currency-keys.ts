import { basename } from "node:path";
import { count, percent } from "../text/format.js";
import type { Roles } from "./assign-roles.js";
import { baseCurrency, currencyCounts, currencySaid, type RatesBeside } from "./currencies.js";
import type { FoundConfig, Proposal } from "./inspection.js";

/**
 * The base currency and where its rates are: from a currency column, or from what the amount says of itself. Currencies
 * without a rate are noted with what follows from them.
 */
export function currencyKeys(
  roles: Roles,
  rates: RatesBeside | null,
  { notes, warnings, withoutRate }: Pick<Proposal, "notes" | "warnings" | "withoutRate">,
): Pick<FoundConfig, "currency"> {
  if (roles.currency === null) {
    const said = [roles.amount, roles.unitPrice]
      .map((role) => (role ? currencySaid(role.column) : null))
      .find((each) => each);
    if (!said) return {};
    notes["currency.base"] = [said.evidence];
    return { currency: { base: said.code } };
  }
  const counts = currencyCounts(roles.currency.column);
  const base = baseCurrency(counts, rates);
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
