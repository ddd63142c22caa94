import type { Dialect } from "./dialect.js";
import { list, raw, type Sql, sql } from "./sql.js";

export interface CustomerMonthOptions {
  /** Whether each order of a day is a purchase of its own. */
  readonly separate: boolean;
  /** Whether the transactions have amounts. */
  readonly money: boolean;
}

/**
 * mart_customer_months: what each customer bought and gave back in each calendar month with a row of the log: purchases (days with an
 * order, or orders with `separate`), orders, gross revenue, and refunds as a number of 0 or more. People with refunds alone have rows too.
 * The days of a month are bits of a number, so that one pass over the rows counts them.
 */
export function customerMonths(
  dialect: Dialect,
  transactions: Sql,
  { separate, money }: CustomerMonthOptions,
): Sql {
  const orders = raw("cast(coalesce(sum(case when is_refund then 0 else 1 end), 0) as bigint)");
  const mask = raw(
    "bit_or(case when is_refund then 0 else cast(power(2, extract(day from day)) as bigint) end)",
  );
  return sql`select ${list([
    raw("customer_id"),
    sql`${monthOf(raw("day"))} as month`,
    separate ? sql`cast(${orders} as integer) as purchases` : sql`${dialect.bitCount(mask)} as purchases`,
    sql`${orders} as orders`,
    ...(money
      ? [
          raw(
            "cast(coalesce(sum(case when is_refund then 0 else amount end), 0) as decimal(38,4)) as gross_revenue",
          ),
          raw(
            "cast(coalesce(sum(case when is_refund then -amount else 0 end), 0) as decimal(38,4)) as refunds",
          ),
        ]
      : []),
  ])} from ${transactions} t group by customer_id, ${monthOf(raw("day"))}`;
}

/** The first day of the calendar month of a date. */
export function monthOf(date: Sql): Sql {
  return sql`cast(date_trunc('month', ${date}) as date)`;
}

/** Calendar months from the month of one date to that of another. */
export function monthsBetween(from: Sql, to: Sql): Sql {
  const index = (date: Sql): Sql => sql`extract(year from ${date}) * 12 + extract(month from ${date})`;
  return sql`cast((${index(to)}) - (${index(from)}) as integer)`;
}
