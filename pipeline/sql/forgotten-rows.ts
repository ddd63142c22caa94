import type { Dialect } from "./dialect.js";
import { id, list, raw, type Sql, sql } from "./sql.js";

/** A table of hashes to look customers up in; joined, since a list of a thousand hashes takes an engine ten times as long. */
export interface ForgottenHashes {
  /** Has the column customer_hash: SHA-256 of salt and id, in hexadecimal. */
  readonly table: Sql;
  readonly salt: string;
}

/** How many of the customers of a table are forgotten ones. */
export function forgottenAmong(dialect: Dialect, table: Sql, forgotten: ForgottenHashes): Sql {
  return sql`select count(*) as n from (select distinct customer_id from ${table} where customer_id is not null) d
where ${isForgotten(dialect, forgotten)}`;
}

/**
 * Staged rows in which nothing is left of forgotten customers but that a row was there: the line, where there is one, stays,
 * the reason is FORGOTTEN and the raw text empty. Rows keep their order, and no statement names a customer.
 */
export function redactedRows(
  dialect: Dialect,
  rows: Sql,
  columns: readonly string[],
  forgotten: ForgottenHashes,
): Sql {
  const instead: Readonly<Record<string, Sql>> = {
    line: raw("line"),
    reason: raw("'FORGOTTEN'"),
    raw_text: raw("''"),
  };
  const kept = columns.map((name) => {
    const left = Object.hasOwn(instead, name) ? instead[name]! : raw("null");
    return sql`case when is_forgotten then ${left} else ${id(name)} end as ${id(name)}`;
  });
  return sql`select ${list(kept)} from (
  select d.*, ${isForgotten(dialect, forgotten)} as is_forgotten from (${rows}) d
) t`;
}

/** Whether the customer of a row d is forgotten; false without one. */
function isForgotten(dialect: Dialect, { table, salt }: ForgottenHashes): Sql {
  return sql`coalesce(${dialect.sha256(sql`${salt} || d.customer_id`)} in (select customer_hash from ${table} f), false)`;
}
