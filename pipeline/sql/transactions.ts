import { transactionColumns } from "./accepted-rows.js";
import { list, raw, type Sql, sql } from "./sql.js";

/** transactions: the accepted rows inside the window. `reason` is NULL in each: rows with a reason are in rejected_rows. */
export function transactions(
  accepted: Sql,
  window: Sql,
  attributes: readonly string[],
  money = true,
  margin = false,
): Sql {
  return sql`select ${list([...transactionColumns(attributes, money, margin), raw("cast(null as varchar) as reason")])}
from (${accepted}) a where ${window}`;
}

/** The same in an order of its own: a join gives rows in an order that changes with the threads, and so would the file. */
export function transactionsInOrder(
  select: Sql,
  attributes: readonly string[],
  money = true,
  margin = false,
): Sql {
  return sql`${select}
order by ${list(transactionColumns(attributes, money, margin))}`;
}

/** The days that are read: from `since` to the earlier of `until` and asOf. */
export function windowOf(since: string | undefined, last: string): Sql {
  const upper = sql`day <= date ${last}`;
  return since === undefined ? upper : sql`day >= date ${since} and ${upper}`;
}
