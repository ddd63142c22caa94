import type { Config } from "../config/config.js";
import { attributeColumn } from "./parse-rows.js";
import { id, list, raw, type Sql, sql } from "./sql.js";

/** Rows without a reason against them, from every staged source. */
export function stagedRows(tables: readonly Sql[], columns: readonly Sql[]): Sql {
  return list(
    tables.map((table) => sql`select ${list(columns)} from ${table} where reason is null`),
    "\nunion all ",
  );
}

/** The columns of a staged row that make a transaction. */
export function transactionColumns(attributes: readonly string[], money = true, margin = false): Sql[] {
  return [
    ...[raw("customer_id"), raw("day"), ...(money ? [raw("amount")] : [])],
    raw("is_refund"),
    ...(margin ? [raw("margin")] : []),
    ...attributes.map((a) => id(attributeColumn(a))),
  ];
}

/** The key on which two rows of one order count as one. */
function duplicateKey(config: Config): Sql {
  return raw(config.ingest.duplicateOrders === "order-id" ? "order_key" : "row_hash");
}

/** The columns with the order and the key, which can be the same. */
function withKeys(columns: readonly Sql[], key: Sql): Sql[] {
  return key.text === "order_key" ? [...columns, key] : [...columns, raw("order_key"), key];
}

/** Keys that occur more than once: few, so that only their rows need a second look. */
export function duplicateKeys(tables: readonly Sql[], config: Config): Sql {
  const key = duplicateKey(config);
  return sql`select ${key} as duplicate_key from (${stagedRows(tables, withKeys([], key))}) a
where order_key is not null group by ${key} having count(*) > 1`;
}

/**
 * Accepted rows with duplicates counted once, in no order. Identical rows (same order id, same content in every column of the file)
 * collapse; with `order-id`, of all rows of an order the one with the earliest day, then the largest amount, stays.
 */
export function withoutDuplicates(
  tables: readonly Sql[],
  keys: Sql,
  columns: readonly Sql[],
  config: Config,
  money = true,
): Sql {
  const key = duplicateKey(config);
  const all = stagedRows(tables, withKeys(columns, key));
  const sameRow =
    config.ingest.duplicateOrders === "order-id" ? key : list([key, raw("order_key"), ...columns]);
  // total over what is kept of a row, so that it does not matter which of two equal ones is first
  const order = list([
    raw("day"),
    ...(money ? [raw("amount desc")] : []),
    raw("customer_id, is_refund"),
    ...columns
      .slice(money ? 4 : 3)
      .map((column) => sql`${column}${raw(column.text === "refunded" ? " desc" : " nulls last")}`),
  ]);
  return sql`select ${list(columns)} from (${all}) a left join ${keys} k on k.duplicate_key = a.${key}
where order_key is null or k.duplicate_key is null
union all
select ${list(columns)} from (
  select *, row_number() over (partition by ${sameRow} order by ${order}) as copy
  from (${all}) a where order_key is not null and exists (select 1 from ${keys} k where k.duplicate_key = a.${key})
) b where copy = 1`;
}
