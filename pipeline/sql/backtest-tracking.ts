import { list, raw, type Sql, sql } from "./sql.js";

/**
 * Purchases by day, the first ones among them, of the customers known on each origin: a column `known_<i>` for each.
 * @param customers with first_day; those that are tracked
 */
export function purchasesByDay(
  transactions: Sql,
  customers: Sql,
  { origins, separate }: { readonly origins: readonly string[]; readonly separate: boolean },
): Sql {
  const bought = sql`select customer_id, day, ${raw(separate ? "count(*)" : "1")} as purchases
from ${transactions} t where not is_refund group by customer_id, day`;
  const known = origins.map(
    (origin, i) =>
      sql`cast(sum(case when c.first_day <= date ${origin} then b.purchases else 0 end) as bigint) as ${raw(`known_${i}`)}`,
  );
  return sql`select b.day, ${list(known)}
from (${bought}) b join ${customers} c on c.customer_id = b.customer_id group by b.day`;
}

/** Several shards of customers as all of them. */
export function purchasesTogether(parts: Sql, origins: number): Sql {
  const sums = Array.from({ length: origins }, (_, i) => `cast(sum(known_${i}) as bigint) as known_${i}`);
  return sql`select day, ${raw(sums.join(", "))} from (${parts}) p group by day`;
}

/** The same in order. */
export function daysInOrder(table: Sql): Sql {
  return sql`select * from ${table} d order by day`;
}

/** New customers by day. */
export function customersByFirstDay(customers: Sql): Sql {
  return sql`select first_day as day, count(*) as n from ${customers} c group by first_day order by first_day`;
}

/** Customers by first purchase within bounds, as a table to select from. */
export function customersOfCohorts(
  customers: Sql,
  { from, until }: { readonly from: string | null; readonly until: string | null },
): Sql {
  const bounds = [
    ...(from === null ? [] : [sql`first_day >= date ${from}`]),
    ...(until === null ? [] : [sql`first_day <= date ${until}`]),
  ];
  if (bounds.length === 0) return customers;
  return sql`(select * from ${customers} k where ${list(bounds, " and ")})`;
}
