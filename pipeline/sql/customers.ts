import { type AttributeValue, attributePlaces, attributesOf } from "./attribute-value.js";
import type { Dialect } from "./dialect.js";
import { attributeColumn } from "./parse-rows.js";
import { type Period, periodIndex } from "./period-index.js";
import { spendLogSums, spendLogsOfDay, typedSpendLogs } from "./spend-logs.js";
import { id, list, raw, type Sql, sql } from "./sql.js";

export interface CustomerOptions {
  readonly asOf: string;
  readonly attributes: readonly string[];
  /** Which value of an attribute counts where a customer has several; the first day's when absent. */
  readonly attributeValue?: AttributeValue;
  readonly refunds: boolean;
  readonly separate: boolean;
  /** Purchases of one period are one, and t_x, t_cal count periods: for discrete models. */
  readonly period: Period | null;
  /** Whether the transactions have amounts; absent: they do. */
  readonly money?: boolean;
  /** Whether to add up the logarithms of the days between purchases: for models of regular buyers. */
  readonly logGaps: boolean;
  /** Whether to add up the logarithms of amounts (spend-logs.ts): for log-normal spend. Absent: not. */
  readonly spendLogs?: boolean;
}

/**
 * log_gaps is a whole number of these, so that its sums do not depend on their order. Engines' logarithms differ in their
 * last bit, which this hides but for the rare one next to a half.
 */
export const logGapUnit = 1e-9;

/**
 * customers: one row a customer with at least one purchase.
 * Several orders a day add up to one purchase (unless each counts: `separate`); an attribute that differs within a day, or period, is
 * the smallest value in text order, so that nothing depends on the order of the rows. x counts purchases after the first; t_x and t_cal are days from the first purchase to the last one and to asOf.
 * A refund belongs to the first purchase while no other one has been made, else to the repeat purchases; so
 * repeat_spend (the sum over repeat purchases) is net, and first_amount keeps the first purchase as it was booked.
 */
export function customers(dialect: Dialect, transactions: Sql, options: CustomerOptions): Sql {
  const names = options.attributes.map((a) => id(attributeColumn(a)));
  const { period, logGaps, money = true, attributeValue = "first", spendLogs = false } = options;
  const ofMoney = (...columns: readonly Sql[]): readonly Sql[] => (money ? columns : []);
  const index = period === null ? raw("day") : periodIndex(dialect, raw("day"), period, options.asOf);
  const purchases = options.separate ? raw("cast(sum(orders) as integer)") : raw("cast(count(*) as integer)");
  const days = sql`select ${list([
    raw("customer_id"),
    ...(period === null
      ? [raw("day")]
      : [raw("min(day) as day"), raw("max(day) as last_day"), sql`${index} as period`]),
    ...ofMoney(raw("cast(sum(amount) as decimal(18,4)) as amount")),
    raw("count(*) as orders"),
    ...(spendLogs ? spendLogsOfDay(options.separate) : []),
    ...names.map((name) => sql`min(${name}) as ${name}`),
  ])} from ${transactions} t where not is_refund group by customer_id, ${index}`;
  const placed = attributePlaces(days, options.attributes, attributeValue);
  const gapped = sql`select *, ${dialect.daysBetween(raw("lag(day) over (partition by customer_id order by day)"), raw("day"))} as gap from (${placed}) d`;
  const base = sql`select ${list([
    raw("customer_id"),
    raw("min(day) as first_day"),
    sql`max(${raw(period === null ? "day" : "last_day")}) as last_day`,
    ...(period === null ? [] : [raw("min(period) as first_period"), raw("max(period) as last_period")]),
    sql`${purchases} - 1 as x`,
    raw("cast(sum(orders) as bigint) as orders"),
    ...ofMoney(
      raw("sum(amount) as purchased"),
      sql`${dialect.firstBy(raw("amount"), raw("day"))} as first_amount`,
      sql`${options.separate ? dialect.firstBy(raw("orders"), raw("day")) : raw("1")} as first_orders`,
    ),
    ...attributesOf(dialect, options.attributes, attributeValue, {
      rising: raw("day"),
      falling: dialect.daysBetween(raw("day"), sql`date ${options.asOf}`),
    }),
    ...(logGaps ? [raw("coalesce(sum(cast(round(ln(gap) * 1e9) as bigint)), 0) as log_gaps")] : []),
    ...(spendLogs ? spendLogSums : []),
  ])} from (${logGaps ? gapped : placed}) d group by customer_id`;
  const day = (n: Sql): Sql => dialect.daysBetween(raw("first_day"), n);
  const columns = (refunded: Sql, repeatRefunded: Sql): Sql =>
    list([
      raw("b.customer_id"),
      raw("first_day"),
      raw("last_day"),
      raw("x"),
      raw("orders"),
      ...(period === null
        ? [sql`${day(raw("last_day"))} as t_x`, sql`${day(sql`date ${options.asOf}`)} as t_cal`]
        : [
            raw("last_period - first_period as t_x"),
            sql`${periodIndex(dialect, sql`date ${options.asOf}`, period, options.asOf)} - first_period as t_cal`,
          ]),
      ...ofMoney(
        raw("cast(first_amount as decimal(18,4)) as first_amount"),
        sql`cast(${repeatSpend(options.separate)} + ${repeatRefunded} as decimal(38,4)) as repeat_spend`,
        sql`cast(case when x > 0 then cast(${repeatSpend(options.separate)} + ${repeatRefunded} as double precision) / x end as double precision) as mean_spend`,
        sql`cast(purchased + ${refunded} as decimal(38,4)) as total_spend`,
      ),
      ...(logGaps ? [raw("cast(log_gaps as bigint) as log_gaps")] : []),
      ...(spendLogs ? typedSpendLogs : []),
      ...names.map((name) => sql`b.${name}`),
    ]);
  const later =
    period === null
      ? raw("t.day > b.first_day")
      : sql`${periodIndex(dialect, raw("t.day"), period, options.asOf)} > b.first_period`;
  if (!options.refunds || !money) return sql`select ${columns(raw("0"), raw("0"))} from (${base}) b`;
  return sql`with base as (${base}),
refunds as (select customer_id, day, amount from ${transactions} t where is_refund),
second as (
  select t.customer_id, min(t.day) as second_day from ${transactions} t join base b on b.customer_id = t.customer_id
  where not t.is_refund and ${later} and t.customer_id in (select customer_id from refunds)
  group by t.customer_id
),
refunded as (
  select r.customer_id, sum(r.amount) as total,
    sum(case when r.day >= s.second_day then r.amount else 0 end) as repeated
  from refunds r left join second s on s.customer_id = r.customer_id group by r.customer_id
)
select ${columns(raw("coalesce(r.total, 0)"), raw("coalesce(r.repeated, 0)"))}
from base b left join refunded r on r.customer_id = b.customer_id`;
}

/** What was bought after the first purchase. */
function repeatSpend(separate: boolean): Sql {
  return sql`(purchased - ${firstPurchase(separate)})`;
}

/**
 * What of first_amount, the orders of the first day, is the first purchase: all of it, or with separate orders the mean of its
 * first_orders orders.
 */
export function firstPurchase(separate: boolean): Sql {
  if (!separate) return raw("first_amount");
  // in whole units, since engines divide decimals in different ways
  const units = raw("cast(first_amount * 10000 as bigint)");
  const mean = sql`cast((${units} - ${units} % first_orders) / first_orders as bigint)`;
  const up = sql`case when 2 * (${units} % first_orders) >= first_orders then 1 else 0 end`;
  return sql`cast((${mean} + ${up}) as decimal(18,0)) * 0.0001`;
}
