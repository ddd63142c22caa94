import type { AttributeValue } from "./attribute-value.js";
import { customers } from "./customers.js";
import type { Dialect } from "./dialect.js";
import { attributeColumn } from "./parse-rows.js";
import { type Period, periodIndex } from "./period-index.js";
import { spendLogColumns } from "./spend-logs.js";
import { empty, id, list, raw, type Sql, sql } from "./sql.js";

export interface BacktestOptions {
  /** Last day of calibration, yyyy-mm-dd: what a forecast may know. */
  readonly origin: string;
  /** Last day of the holdout. */
  readonly until: string;
  /** The origin of the window of equal length before: (earlier, origin]. */
  readonly earlier: string;
  /** First purchase days to keep, both included; null for no bound. */
  readonly cohorts: { readonly from: string | null; readonly until: string | null };
  readonly attributes: readonly string[];
  readonly attributeValue?: AttributeValue;
  readonly refunds: boolean;
  readonly separate: boolean;
  /** Whether the log has amounts; absent: it has. */
  readonly money?: boolean;
  readonly period: Period | null;
  readonly logGaps: boolean;
  readonly spendLogs?: boolean;
}

/**
 * One row a customer known on the origin: columns of customers.ts as that day saw them; y and value, purchases and net
 * spend in the holdout; previous_y and previous_value, the same in the window of equal length before the origin;
 * earlier_recency, what lay between the last purchase before that window and its beginning, NULL for newer customers;
 * cohort, the month of the first purchase as yyyymm. Purchases are purchase days, orders where each counts, or periods of
 * a discrete model. A refund counts on the day it was made, so that one after the origin belongs to the holdout.
 */
export function backtestCustomers(dialect: Dialect, transactions: Sql, o: BacktestOptions): Sql {
  const {
    attributes,
    attributeValue,
    refunds,
    separate,
    period,
    logGaps,
    money = true,
    spendLogs = false,
  } = o;
  const [origin, until, earlier] = [o.origin, o.until, o.earlier].map((day) => sql`date ${day}`) as [
    Sql,
    Sql,
    Sql,
  ];
  const known = sql`(select * from ${transactions} t where day <= ${origin})`;
  const before = customers(dialect, known, {
    ...{ asOf: o.origin, attributes, refunds, separate, period, logGaps, money, spendLogs },
    ...(attributeValue && { attributeValue }),
  });
  const at = (day: Sql): Sql => (period === null ? day : periodIndex(dialect, day, period, o.origin));
  const ago =
    period === null
      ? dialect.daysBetween(raw("s.earlier_day"), earlier)
      : sql`${at(earlier)} - ${at(raw("s.earlier_day"))}`;
  const one = raw(separate ? "orders" : "1");
  const counted = (condition: Sql): Sql =>
    sql`cast(sum(case when ${condition} then ${one} else 0 end) as integer)`;
  const spent = (condition: Sql, name: string): Sql[] =>
    money
      ? [sql`cast(sum(case when ${condition} then amount else 0 end) as decimal(38,4)) as ${raw(name)}`]
      : [];
  const held = sql`day > ${origin}`;
  const previous = sql`day > ${earlier} and day <= ${origin}`;
  const ofMoney = (...names: readonly string[]): readonly Sql[] => (money ? names.map(raw) : []);
  const columns = ["customer_id", "first_day", "x", "t_x", "t_cal"];
  const bounds = [
    ...(o.cohorts.from === null ? [] : [sql`c.first_day >= date ${o.cohorts.from}`]),
    ...(o.cohorts.until === null ? [] : [sql`c.first_day <= date ${o.cohorts.until}`]),
  ];
  const kept = bounds.length === 0 ? raw("") : sql` where ${list(bounds, " and ")}`;
  return sql`with bought as (
  select customer_id, min(day) as day, count(*) as orders from ${transactions} t
  where not is_refund and day > ${earlier} and day <= ${until} group by customer_id, ${at(raw("day"))}
),
counted as (
  select customer_id, ${counted(held)} as y, ${counted(previous)} as previous_y from bought group by customer_id
),
spent as (
  select ${list([raw("customer_id"), ...spent(held, "value"), ...spent(previous, "previous_value")])},
    max(case when not is_refund and day <= ${earlier} then day end) as earlier_day
  from ${transactions} t where day <= ${until} group by customer_id
)
select ${list([
    ...columns.map((name) => raw(`c.${name}`)),
    ...ofMoney("c.first_amount", "c.repeat_spend", "c.mean_spend", "c.total_spend"),
    ...(logGaps ? [raw("c.log_gaps")] : []),
    ...(spendLogs ? spendLogColumns.map((name) => raw(`c.${name}`)) : []),
    ...attributes.map((name) => sql`c.${id(attributeColumn(name))}`),
    raw("coalesce(n.y, 0) as y"),
    ...ofMoney("s.value"),
    raw("coalesce(n.previous_y, 0) as previous_y"),
    ...ofMoney("s.previous_value"),
    sql`${ago} as earlier_recency`,
    raw("cast(extract(year from c.first_day) * 100 + extract(month from c.first_day) as integer) as cohort"),
  ])}
from (${before}) c join spent s on s.customer_id = c.customer_id left join counted n on n.customer_id = c.customer_id${kept}`;
}

/** How many there are, and what their first purchases amounted to where there are amounts. */
export function backtestCounts(backtest: Sql, money = true): Sql {
  const spend = money
    ? raw(",\n  cast(coalesce(sum(first_amount), 0) as double precision) as first_spend")
    : empty;
  return sql`select count(*) as customers${spend}
from ${backtest} b`;
}
