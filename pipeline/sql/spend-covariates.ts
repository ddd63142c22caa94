import { attributeColumn } from "./parse-rows.js";
import { id, raw, type Sql, sql } from "./sql.js";

/** Customers whose repeat spend says something about spend per purchase. */
export const spenders: Sql = raw("x > 0 and repeat_spend > 0");

/**
 * The frequent levels of an attribute with their customers, most frequent first.
 * @param o.among all customers, or those with repeat spend
 */
export function levelCounts(
  customers: Sql,
  attribute: string,
  o: { readonly among: "all" | "spenders"; readonly minimum: number; readonly limit: number },
): Sql {
  const value = id(attributeColumn(attribute));
  const where = o.among === "all" ? sql`` : sql`where ${spenders}`;
  return sql`select ${value} as value, count(*) as customers from ${customers} ${where}
group by ${value} having count(*) >= ${o.minimum} order by customers desc, value nulls last limit ${o.limit}`;
}

/** Sums for the centres of logarithms over customers with repeat spend; those of logarithms in millionths. */
export function logSums(customers: Sql): Sql {
  return sql`select count(*) as customers,
  count(case when first_amount > 0 then null else 1 end) as first_zeros,
  ${millionths(raw("case when first_amount > 0 then ln(cast(first_amount as double precision)) end"))} as first_logs,
  ${millionths(raw("ln(1 + cast(x as double precision))"))} as x_logs,
  ${millionths(raw("ln(cast(repeat_spend as double precision) / x)"))} as spend_logs
from ${customers} where ${spenders}`;
}

/**
 * A sum that does not depend on the order of its terms: each is rounded to a millionth and added up as a whole number.
 * The result is a whole number of millionths.
 */
export function millionths(term: Sql): Sql {
  return sql`cast(coalesce(sum(cast(cast(round((${term}) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0))`;
}

/** A number of type double, to the last bit. A bare literal with an exponent is no double on every engine. */
export function real(value: number): Sql {
  if (!Number.isFinite(value)) throw new RangeError(`not a finite number: ${value}`);
  return sql`cast(${raw(value.toExponential())} as double precision)`;
}
