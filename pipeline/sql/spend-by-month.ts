import { firstPurchase } from "./customers.js";
import type { Dialect } from "./dialect.js";
import { list, raw, type Sql, sql } from "./sql.js";

export interface SpendByMonthOptions {
  /** Expected spend per purchase of a row of `customers`, which is called c; rounded to 1e-4 of the base currency. */
  readonly expected: Sql;
  /** Whether each order of a day is a purchase. */
  readonly separate: boolean;
  /** Whether some transactions are refunds. */
  readonly refunds: boolean;
}

/** Sum of a product of amounts: as wide as products of the largest need, which of decimal(18,4) alone DuckDB does not make them. */
const sumOfProducts = (a: string, b: string): string => `sum(cast(${a} as decimal(19,4)) * ${b})`;

/** Sums by month with their types; purchases are those after a customer's first, v what one was worth and m what was expected. */
const sums = {
  n: { of: "count(*)", type: "bigint" },
  v: { of: "sum(v)", type: "decimal(38,4)" },
  m: { of: "sum(m)", type: "decimal(38,4)" },
  mm: { of: sumOfProducts("m", "m"), type: "decimal(38,8)" },
  vv: { of: sumOfProducts("v", "v"), type: "decimal(38,8)" },
  vm: { of: sumOfProducts("v", "m"), type: "decimal(38,8)" },
} as const;
const refunded = "decimal(38,4)";

/** The calendar month of a day as yyyymm. */
const month = raw("cast(extract(year from day) * 100 + extract(month from day) as integer) as month");

/**
 * What repeat purchases were worth, beside what was expected of each, by month: rows of sums, several a month, which
 * spendTogether adds up. Purchases are those that x counts, as they were booked; refunded, 0 or less, is what was given back on
 * them in the month: refunds from a customer's second purchase day on, as repeat_spend counts them. So v and refunded of all
 * months are repeat_spend of all customers. With separate orders the first purchase is the mean of its day's.
 * @param transactions those of all customers, or of some
 * @param customers rows of `customers`, of these customers at least
 */
export function spendOfMonths(
  dialect: Dialect,
  transactions: Sql,
  customers: Sql,
  { expected, separate, refunds }: SpendByMonthOptions,
): Sql {
  const joined = (condition: Sql): Sql =>
    sql`from ${transactions} t join expected k on k.customer_id = t.customer_id where ${condition}`;
  const merged = sql`select t.day, k.m, cast(sum(t.amount) as decimal(18,4)) as v
  ${joined(raw("not t.is_refund and t.day > k.first_day"))} group by t.customer_id, t.day, k.m`;
  const orders = sql`select t.day, k.m, t.amount as v ${joined(raw("not t.is_refund"))}`;
  const firsts = sql`select day, m, cast(${firstPurchase(true)} as decimal(18,4)) as v from (
    select t.day, k.m, cast(sum(t.amount) as decimal(18,4)) as first_amount, count(*) as first_orders
    ${joined(raw("not t.is_refund and t.day = k.first_day"))} group by t.customer_id, t.day, k.m
  ) f`;
  const givenBack = sql`select r.day, r.amount from ${transactions} r join (
    select t.customer_id, min(t.day) as second_day ${joined(
      sql`not t.is_refund and t.day > k.first_day
    and t.customer_id in (select customer_id from ${transactions} b where is_refund)`,
    )} group by t.customer_id
  ) s on s.customer_id = r.customer_id and r.day >= s.second_day where r.is_refund`;
  const added = (purchases: Sql, sign: "" | "-"): Sql =>
    sql`select ${list([month, ...columns((name) => `${sign}${sums[name].of}`), raw(`cast(0 as ${refunded}) as refunded`)])}
from (${purchases}) p group by extract(year from day), extract(month from day)`;
  const parts = [
    ...(separate ? [added(orders, ""), added(firsts, "-")] : [added(merged, "")]),
    ...(refunds
      ? [
          sql`select ${list([month, ...columns(() => "0"), raw(`cast(sum(amount) as ${refunded}) as refunded`)])}
from (${givenBack}) g group by extract(year from day), extract(month from day)`,
        ]
      : []),
  ];
  return sql`with expected as (
  select customer_id, first_day, m from (
    select c.customer_id, c.first_day, ${dialect.tryDecimal(expected)} as m from ${customers} c where c.x > 0${dialect.fence}
  ) e where m is not null
)
${list(parts, "\nunion all\n")}`;
}

/** The sums of all months, and of several shards of customers, as one row a month; the month is yyyymm. */
export function spendTogether(parts: Sql): Sql {
  return sql`select ${list([
    raw("month"),
    ...columns((name) => `sum(${name})`),
    raw(`cast(sum(refunded) as ${refunded}) as refunded`),
  ])} from (${parts}) p group by month`;
}

/**
 * Purchases after the first, what they were worth net of refunds, and the sum over customers of the square of what that differs
 * from x times expected spend: how far a customer's purchases are off together.
 */
export function spendByCustomer(dialect: Dialect, customers: Sql, expected: Sql): Sql {
  const off = dialect.tryDecimal(sql`cast(c.repeat_spend as double precision) - c.x * (${expected})`);
  return sql`select cast(coalesce(sum(x), 0) as bigint) as n, cast(coalesce(sum(repeat_spend), 0) as decimal(38,4)) as v,
  cast(coalesce(${raw(sumOfProducts("off_by", "off_by"))}, 0) as decimal(38,8)) as squares
from (select c.x, c.repeat_spend, ${off} as off_by from ${customers} c where c.x > 0${dialect.fence}) s`;
}

function columns(value: (name: keyof typeof sums) => string): Sql[] {
  return Object.entries(sums).map(([name, { type }]) =>
    raw(`cast(${value(name as keyof typeof sums)} as ${type}) as ${name}`),
  );
}
