import type { Dialect } from "./dialect.js";
import { attributeColumn } from "./parse-rows.js";
import { usualIntervals } from "./payment-intervals.js";
import { real } from "./spend-covariates.js";
import { id, list, raw, type Sql, sql } from "./sql.js";

/** Days between payments that are taken for an interval: it, give or take late payments and months of 28 to 31 days. */
const gapsOf: readonly (readonly [keyof typeof usualIntervals, number, number])[] = [
  ["week", 6, 8],
  ["2 weeks", 13, 15],
  ["month", 26, 34],
  ["2 months", 57, 65],
  ["quarter", 85, 98],
  ["half-year", 175, 190],
  ["year", 350, 380],
  ["2 years", 715, 745],
];

const days = { mostOf: 0.6, mostOfPrice: 0.8, leastOfPrice: 3 } as const;

/** A day's number that falls as days go by. */
function falling(dialect: Dialect): Sql {
  return sql`-${dialect.daysBetween(raw("date '1900-01-01'"), raw("day"))}`;
}

/**
 * How often each customer pays, in sixteenths of a day, as far as its own payments show: `own`, the interval that most of its gaps
 * between purchase days have; `sixteenths`, the same, or where it has paid once that of the customers who pay its price. `gaps` counts
 * the former. NULL where nothing shows it.
 * @param money whether transactions have amounts; without them nobody's price is known
 */
export function paymentIntervals(dialect: Dialect, transactions: Sql, money = true): Sql {
  const named = gapsOf.map(([name, from, to]) => ({ of: usualIntervals[name], from, to }));
  const counts = named.map(
    ({ of, from, to }) =>
      sql`sum(case when gap between ${from} and ${to} then 1 else 0 end) as ${raw(`of_${of}`)}`,
  );
  const most = named.map(({ of }) => sql`when ${raw(`of_${of}`)} >= ${real(days.mostOf)} * gaps then ${of}`);
  return sql`with bought as (
  select customer_id, day, cast(${raw(money ? "sum(amount)" : "null")} as decimal(18,4)) as amount from ${transactions} t
  where not is_refund group by customer_id, day
), spaced as (
  select customer_id, day, amount, ${dialect.daysBetween(raw("lag(day) over (partition by customer_id order by day)"), raw("day"))} as gap
  from bought
), counted as (
  select customer_id, max(day) as last_day, ${dialect.firstBy(raw("amount"), falling(dialect))} as price, count(gap) as gaps, ${list(counts)}
  from spaced group by customer_id
), owned as (
  select customer_id, last_day, price, gaps, cast(case when gaps = 0 then null ${list(most, " ")} end as integer) as own from counted
), prices as (
  select price, own, count(*) as n, sum(count(*)) over (partition by price) as payers from owned
  where own is not null group by price, own
)
select o.customer_id, last_day, gaps, o.own, coalesce(o.own, p.own) as sixteenths
from owned o left join prices p on p.price = o.price and o.gaps = 0
  and p.n >= ${days.leastOfPrice} and p.n >= ${real(days.mostOfPrice)} * p.payers`;
}

/** Customers by interval: how many, how many show it by their own gaps, how many are paid up, and how many of these paid more than some days ago. */
export function intervalCounts(
  dialect: Dialect,
  transactions: Sql,
  asOf: string,
  periodDays: number,
  money = true,
): Sql {
  const since = dialect.daysBetween(raw("last_day"), sql`date ${asOf}`);
  const paid = sql`16 * ${since} <= sixteenths + ${16 * graceDays}`;
  return sql`select coalesce(sixteenths, 0) as sixteenths, count(*) as customers, count(own) as own,
  count(case when gaps > 0 then 1 end) as again,
  count(case when ${paid} then 1 end) as paid_up,
  count(case when ${paid} and ${since} > ${real(periodDays)} then 1 end) as gone
from (${paymentIntervals(dialect, transactions, money)}) i group by coalesce(sixteenths, 0) order by 1`;
}

/** Days that a payment may be late without the customer counting as gone, at most: a tenth of the interval where that is less. */
export const graceDays = 7;

/** Where the interval of a customer comes from. */
export interface IntervalSources {
  /** The column of transactions that says it, with what its values mean in sixteenths of a day; null where none does. */
  readonly attribute: { readonly column: Sql; readonly meaning: ReadonlyMap<string, number> } | null;
  /** Whether to go by payments where no value says it. */
  readonly infer: boolean;
  /** Where nothing else says it. */
  readonly otherwise: number;
}

/** billing_intervals: every customer's interval in sixteenths of a day; by the attribute's latest value, by its payments, or the general one. */
export function billingIntervals(
  dialect: Dialect,
  transactions: Sql,
  { attribute, infer, otherwise }: IntervalSources,
  money = true,
): Sql {
  const cases = [...(attribute?.meaning ?? [])].map(([value, of]) => sql`when ${value} then ${of}`);
  const read =
    attribute === null || cases.length === 0
      ? raw("cast(null as integer)")
      : sql`case ${attribute.column} ${list(cases, " ")} end`;
  const byDay = sql`select customer_id, day, min(${read}) as said from ${transactions} t where not is_refund group by customer_id, day`;
  const said = sql`select customer_id, ${dialect.firstBy(raw("said"), falling(dialect))} as said from (${byDay}) d group by customer_id`;
  const [paid, join] = infer
    ? [
        raw("p.sixteenths"),
        sql` left join (${paymentIntervals(dialect, transactions, money)}) p on p.customer_id = s.customer_id`,
      ]
    : [raw("cast(null as integer)"), raw("")];
  return sql`select s.customer_id, cast(coalesce(s.said, ${paid}, ${otherwise}) as integer) as sixteenths,
  case when s.said is not null then 'attribute' when ${paid} is not null then 'payments' else 'period' end as said_by
from (${said}) s${join}`;
}

/** The values of an attribute over purchases with their customers, the most frequent first. */
export function attributeCounts(transactions: Sql, attribute: string, limit: number): Sql {
  const column = id(attributeColumn(attribute));
  return sql`select ${column} as value, count(distinct customer_id) as customers from ${transactions} t
where not is_refund and ${column} is not null group by ${column} order by customers desc, value limit ${limit}`;
}

/** Customers by interval and by what says it. */
export function intervalTotals(intervals: Sql): Sql {
  return sql`select sixteenths, said_by, count(*) as customers from ${intervals} i group by sixteenths, said_by order by sixteenths, said_by`;
}
