import type { LogNormalTerms } from "../../models/index.js";
import { millionths, real } from "./spend-covariates.js";
import { list, raw, type Sql, sql } from "./sql.js";

/**
 * Columns of `customers` that log-normal spend is fitted to and predicted from: purchases above 0, the first one included, and
 * over these the sums of ln(amount) and of its square, both in whole units of 1e-9 (see `logGapUnit` of customers.ts). Amounts are as
 * booked: refunds come off in the scale of the model.
 */
export const spendLogColumns = ["valued_purchases", "log_spend", "log_spend_squares"] as const;

/** The same of the orders of one day or period: of each order where each counts as a purchase, of their sum where they are one. */
export function spendLogsOfDay(separate: boolean): Sql[] {
  const amount = raw(separate ? "amount" : "sum(amount)");
  const log = sql`ln(cast(case when ${amount} > 0 then ${amount} end as double precision))`;
  const each = [
    sql`case when ${amount} > 0 then 1 else 0 end`,
    sql`cast(round(${log} * 1e9) as bigint)`,
    sql`cast(round(${log} * ${log} * 1e9) as bigint)`,
  ];
  return each.map((value, i) => sql`${separate ? sql`sum(${value})` : value} as ${raw(spendLogColumns[i]!)}`);
}

/** The sums over a customer's days, then their types in the table. */
export const spendLogSums: readonly Sql[] = spendLogColumns.map(
  (name) => sql`coalesce(sum(${raw(name)}), 0) as ${raw(name)}`,
);
export const typedSpendLogs: readonly Sql[] = spendLogColumns.map(
  (name, i) => sql`cast(${raw(name)} as ${raw(i === 0 ? "integer" : "bigint")}) as ${raw(name)}`,
);

/** Customers by their purchases above 0 with the sums of an analysis of variance: logs and squares in units of 1e-9, of_sums in 1e-6. */
export function spendLogRows(customers: Sql): Sql {
  const ofSum = sql`cast(log_spend as double precision) * cast(log_spend as double precision) / ${real(1e18)} / valued_purchases`;
  return sql`select valued_purchases as n, count(*) as customers, cast(sum(log_spend) as decimal(38,0)) as logs,
  ${millionths(ofSum)} as of_sums, cast(sum(log_spend_squares) as decimal(38,0)) as squares
from ${customers} where valued_purchases > 0 group by valued_purchases order by valued_purchases`;
}

/**
 * Expected spend per purchase for a row of `customers`, by exp and division alone.
 * @param customer alias of the customers table
 */
export function logNormalSpendOf({ level, add, kappa }: LogNormalTerms, customer: string): Sql {
  const of = (column: string): Sql => sql`cast(${raw(`${customer}.${column}`)} as double precision)`;
  return sql`exp(${real(level)} + (${of("log_spend")} / ${real(1e9)} + ${real(add)}) / (${of("valued_purchases")} + ${real(kappa)}))`;
}

/** A purchase this many times a typical one counts as no more, so that sums stay within 64 bits. */
const largest = 1e6;

/**
 * One row: over customers who have come back, what is expected of their repeat purchases, in millionths of the unit of `expected`, and
 * what they spent on them.
 * @param expected spend per purchase, over customers c
 */
export function repeatTotals(customers: Sql, expected: Sql): Sql {
  return sql`select ${list([
    sql`${millionths(sql`x * least(${expected}, ${real(largest)})`)} as predicted`,
    raw("cast(coalesce(sum(repeat_spend), 0) as double precision) as spent"),
  ])} from ${customers} c where x > 0`;
}
