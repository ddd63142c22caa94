import type { Config } from "../config/config.js";
import { exactSum } from "./exact-sum.js";
import { attributeColumn } from "./parse-rows.js";
import { double, id, list, lit, raw, type Sql, sql } from "./sql.js";

/**
 * The contribution margin of a customer's revenue where customers differ in it, a share; null where all have the same, value.margin.
 * @param customer alias of a row of `customers`
 */
export function ownMarginRate(config: Pick<Config, "value" | "columns">, customer: string): Sql | null {
  const { margin } = config.value;
  if ((config.columns.margin ?? config.columns.cost) !== undefined) return sql`${raw(customer)}.margin_rate`;
  if (typeof margin === "number") return null;
  const column = sql`${raw(customer)}.${id(attributeColumn(margin.attribute))}`;
  const rates = Object.entries(margin.values).map(
    ([value, rate]) => sql`when ${column} = ${value} then ${double(rate)}`,
  );
  const other = double(margin.default ?? null);
  return rates.length === 0 ? other : sql`case ${list(rates, " ")} else ${other} end`;
}

/** The margin of all revenue so far: one row, `rate`; the plain mean of the rates where there is no revenue above 0. */
export function baseMarginRate(customers: Sql, rate: Sql): Sql {
  const spent = raw("greatest(cast(c.total_spend as double precision), 0)");
  const rates = sql`select ${rate} as rate, ${spent} as spent from ${customers} c`;
  return sql`select case when sum(spent) > 0 then ${exactSum(raw("rate * spent"))} / ${exactSum(raw("spent"))} else ${exactSum(raw("rate"))} / count(*) end as rate
from (${rates}) m`;
}

/** The values of an attribute that have a margin and that some customer has. */
export function valuesWithMargin(customers: Sql, attribute: string, known: readonly string[]): Sql {
  const column = id(attributeColumn(attribute));
  return sql`select distinct ${column} as value from ${customers} c where ${column} in (${list([null, ...known].map((v) => lit(v)))})`;
}

/** Customers by the values of an attribute without a margin of their own, most customers first; no more than `limit` of them. */
export function valuesWithoutMargin(
  customers: Sql,
  attribute: string,
  known: readonly string[],
  limit: number,
): Sql {
  const column = id(attributeColumn(attribute));
  const missing =
    known.length === 0 ? sql`` : sql` where ${column} is null or ${column} not in (${list(known.map(lit))})`;
  return sql`select ${column} as value, count(*) as customers from ${customers} c${missing}
group by ${column} order by count(*) desc, ${column} limit ${limit}`;
}
