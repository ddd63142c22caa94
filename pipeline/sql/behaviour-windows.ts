import { type AttributeValue, attributePlaces, attributesOf } from "./attribute-value.js";
import type { Dialect } from "./dialect.js";
import { attributeColumn } from "./parse-rows.js";
import { partitionOf } from "./partition-of.js";
import { id, list, raw, type Sql, sql } from "./sql.js";

/** Lengths in days of the windows that end with the cut day. */
export const windowDays = [7, 30, 90, 365] as const;

export interface BehaviourOptions {
  /** The last day that features see, yyyy-mm-dd. */
  readonly cut: string;
  /** The last day of the target, which adds up the amounts after the cut; null for features alone. */
  readonly until: string | null;
  readonly attributes: readonly string[];
  /** Which value of an attribute counts where a customer has several by the cut day; the first day's when absent. */
  readonly attributeValue?: AttributeValue;
  /** Customers whose hash, the same on every engine, falls below this of 1,000,000; or all of them. */
  readonly sample: { readonly millionths: number } | null;
  /** Rows in order of customer_id. */
  readonly ordered: boolean;
}

/**
 * Behaviour of every customer with a purchase on or before the cut day, as that day saw it: purchase days and amounts (net of
 * refunds) over windows and in all, days since the first and last purchase, mean and standard deviation of the gaps between
 * purchase days (null with fewer than two days, or gaps), the share of purchase days on each weekday, attributes by
 * their first day or as chosen. With `until`, target is what the customer spent in (cut, until], net of refunds and not below 0.
 */
export function behaviourWindows(dialect: Dialect, transactions: Sql, o: BehaviourOptions): Sql {
  const names = o.attributes.map((a) => id(attributeColumn(a)));
  const { attributeValue = "first" } = o;
  const cut = sql`date ${o.cut}`;
  const age = dialect.daysBetween(raw("day"), cut);
  const hash = partitionOf(dialect, raw("customer_id"), 1_000_000);
  const sampled = o.sample === null ? raw("") : sql` and ${hash} < ${o.sample.millionths}`;
  const within = (value: Sql, days: number): Sql => sql`case when age < ${days} then ${value} else 0 end`;
  const past = sql`select *, ${age} as age from ${transactions} where day <= ${cut}${sampled}`;
  const days = sql`select ${list([
    raw("customer_id"),
    raw("day"),
    raw("min(age) as age"),
    raw("cast(sum(amount) as decimal(18,4)) as amount"),
    raw("count(*) as orders"),
    ...names.map((name) => sql`min(${name}) as ${name}`),
  ])} from past where not is_refund group by customer_id, day`;
  const placed =
    attributeValue === "mode"
      ? attributePlaces(raw("select * from days"), o.attributes, attributeValue)
      : null;
  const gaps = sql`select *, lag(age) over (partition by customer_id order by day) - age as gap,
    ${dialect.daysBetween(raw("date '1900-01-01'"), raw("day"))} % 7 as weekday from ${placed ? sql`(${placed}) p` : raw("days")}`;
  const own = sql`select ${list(
    [
      raw("customer_id"),
      raw("count(*) as purchases"),
      raw("cast(sum(orders) as bigint) as orders"),
      raw("max(age) as age"),
      raw("min(age) as recency"),
      raw("count(gap) as gaps"),
      raw("cast(sum(gap) as bigint) as gap_sum"),
      raw("cast(sum(cast(gap as bigint) * gap) as bigint) as gap_squares"),
      sql`${dialect.firstBy(raw("amount"), raw("day"))} as first_amount`,
      raw("max(amount) as largest_amount"),
      ...windowDays.map((d) => sql`cast(sum(${within(raw("1"), d)}) as bigint) as ${raw(`purchases_${d}d`)}`),
      ...weekdays.map((_, i) =>
        raw(`cast(sum(case when weekday = ${i} then 1 else 0 end) as bigint) as weekday_${i}`),
      ),
      ...attributesOf(dialect, o.attributes, attributeValue, { rising: raw("day"), falling: raw("age") }),
    ],
    ",\n    ",
  )} from gaps group by customer_id`;
  const spent = sql`select ${list([
    raw("customer_id"),
    raw("sum(amount) as amount"),
    ...windowDays.map((d) => sql`sum(${within(raw("amount"), d)}) as ${raw(`amount_${d}d`)}`),
  ])} from past group by customer_id`;
  const future = sql`select customer_id, sum(amount) as target from ${transactions} where day > ${cut} and day <= date ${o.until ?? o.cut}${sampled} group by customer_id`;
  const double = (value: Sql): Sql => sql`cast(${value} as double precision)`;
  const share = (count: string): Sql => sql`${double(raw(count))} / purchases`;
  const columns = [
    raw("o.customer_id"),
    ...["purchases", "orders", "age", "recency"].map((c) => sql`${double(raw(c))} as ${raw(c)}`),
    ...windowDays.map((d) => raw(`purchases_${d}d`)).map((c) => sql`${double(c)} as ${c}`),
    ...[raw("amount"), ...windowDays.map((d) => raw(`amount_${d}d`))].map(
      (c) => sql`${double(sql`s.${c}`)} as ${c}`,
    ),
    ...["first_amount", "largest_amount"].map((c) => sql`${double(raw(c))} as ${raw(c)}`),
    sql`${double(raw("gap_sum"))} / nullif(gaps, 0) as gap_mean`,
    sql`case when gaps > 1 then sqrt(${double(raw("gaps * gap_squares - gap_sum * gap_sum"))} / (gaps * (gaps - 1))) end as gap_sd`,
    ...weekdays.map((day, i) => sql`${share(`weekday_${i}`)} as ${raw(`share_${day}`)}`),
    ...names.map((name) => sql`o.${name}`),
    ...(o.until === null ? [] : [sql`greatest(${double(raw("coalesce(f.target, 0)"))}, 0) as target`]),
  ];
  const target = o.until === null ? raw("") : raw("\nleft join future f on f.customer_id = o.customer_id");
  const more =
    o.until === null
      ? raw("")
      : sql`,
future as (${future})`;
  const order = o.ordered ? raw("\norder by o.customer_id") : raw("");
  return sql`with past as (${past}),
days as (${days}),
gaps as (${gaps}),
own as (${own}),
spent as (${spent})${more}
select ${list(columns, ",\n  ")}
from own o join spent s on s.customer_id = o.customer_id${target}${order}`;
}

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** The columns of numbers that behaviourWindows gives, in order. */
export const behaviourNumbers: readonly string[] = [
  "purchases",
  "orders",
  "age",
  "recency",
  ...windowDays.map((d) => `purchases_${d}d`),
  "amount",
  ...windowDays.map((d) => `amount_${d}d`),
  "first_amount",
  "largest_amount",
  "gap_mean",
  "gap_sd",
  ...weekdays.map((day) => `share_${day}`),
];

/** Customers with a purchase on or before the cut day. */
export function behaviourCount(transactions: Sql, cut: string): Sql {
  return sql`select count(distinct customer_id) as customers from ${transactions}
where not is_refund and day <= date ${cut}`;
}
