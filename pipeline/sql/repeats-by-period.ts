import type { Dialect } from "./dialect.js";
import { type Period, periodIndex } from "./period-index.js";
import { raw, type Sql, sql } from "./sql.js";

/**
 * Purchases of a discrete model by day: those of a customer within one period are one, which counts on the first of their days. A day can
 * have several rows, which add up.
 * @param transactions those of all customers, or of some
 */
export function purchasesOfPeriods(
  dialect: Dialect,
  transactions: Sql,
  { period, asOf }: { readonly period: Period; readonly asOf: string },
): Sql {
  const index = periodIndex(dialect, raw("day"), period, asOf);
  return sql`select day, count(*) as n from (
  select min(day) as day from ${transactions} t where not is_refund group by customer_id, ${index}
) p group by day`;
}
