import { attributeColumn } from "./parse-rows.js";
import { id, list, raw, type Sql, sql } from "./sql.js";

/**
 * transactions: one row a customer, day and kind (purchase or refund); several orders a day add up to one row and are
 * counted in `orders`. An attribute that differs within a day is the smallest value in text order, so that the result
 * does not depend on the order of the rows.
 */
export function transactions(accepted: Sql, window: Sql, attributes: readonly string[]): Sql {
  const names = attributes.map((a) => id(attributeColumn(a)));
  return sql`select ${list([
    raw("customer_id"),
    raw("day"),
    raw("cast(sum(amount) as decimal(18,4)) as amount"),
    raw("is_refund"),
    raw("cast(count(*) as integer) as orders"),
    ...names.map((name) => sql`min(${name}) as ${name}`),
  ])}
from (${accepted}) where ${window} group by customer_id, day, is_refund`;
}

/** The days that are read: from `since` to the earlier of `until` and asOf. */
export function windowOf(since: string | undefined, last: string): Sql {
  const upper = sql`day <= date ${last}`;
  return since === undefined ? upper : sql`day >= date ${since} and ${upper}`;
}
