import { fitLogNormal, type LogNormalSpend, logNormalTerms, scaledLogNormal } from "../../models/index.js";
import { logNormalSpendOf, repeatTotals, spendLogRows } from "../sql/spend-logs.js";
import type { Sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import { columnsOf } from "./columns.js";

/**
 * Log-normal spend fitted to sums that the engine makes over a table of customers: by number of purchases, then once more for
 * the scale. Sums of whole units: the same to the bit whatever the engine and the number of threads.
 */
export async function fitLogNormalSpend(
  table: Sql,
  context: Pick<StageContext, "engine" | "signal" | "log">,
): Promise<LogNormalSpend> {
  const names = ["n", "customers", "logs", "of_sums", "squares"] as const;
  const rows = await columnsOf(spendLogRows(table), names, context);
  const fit = fitLogNormal({
    purchases: rows.n,
    customers: rows.customers,
    sums: rows.logs.map((s) => s / 1e9),
    squaredSums: rows.of_sums.map((s) => s / 1e6),
    squares: rows.squares.map((s) => s / 1e9),
  });
  if (fit.verdict.status === "failed") return fit;
  // in units of a typical purchase, whatever the currency
  const terms = logNormalTerms(fit.params);
  const relative = logNormalSpendOf({ ...terms, level: terms.level - fit.params.mean }, "c");
  const { predicted, spent } = await columnsOf(
    repeatTotals(table, relative),
    ["predicted", "spent"],
    context,
  );
  const found = scaledLogNormal(fit, (Math.exp(fit.params.mean) * predicted[0]!) / 1e6, spent[0]!);
  const { within, between, scale } = found.params;
  context.log(
    `log-normal: ${found.customers} customers, variance of logarithms ${within.toPrecision(4)} within and ${between.toPrecision(4)} between them, scale ${scale.toPrecision(4)}, ${found.verdict.status}`,
  );
  return found;
}
