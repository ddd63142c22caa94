import type { Dialect } from "./dialect.js";
import { id, list, lit, raw, type Sql, sql } from "./sql.js";

/** Customers to leave out: SHA-256 of salt and id, in small hexadecimal digits. */
export interface ForgottenHashes {
  readonly salt: string;
  readonly customers: readonly string[];
}

/** How many of the customers of a table are forgotten ones. */
export function forgottenAmong(dialect: Dialect, table: Sql, forgotten: ForgottenHashes): Sql {
  const distinct = sql`select distinct customer_id from ${table} where customer_id is not null`;
  return sql`select count(*) as n from (${hashed(dialect, distinct, forgotten)}) h where ${isForgotten(forgotten)}`;
}

/** The rows of a table that are not of forgotten customers, those without an id among them. */
export function rowsWithoutForgotten(
  dialect: Dialect,
  table: Sql,
  columns: readonly string[],
  forgotten: ForgottenHashes,
): Sql {
  const rows = sql`select * from ${table}`;
  return sql`select ${list(columns.map(id))} from (${hashed(dialect, rows, forgotten)}) h where not ${isForgotten(forgotten)}`;
}

/**
 * Staged rows in which nothing is left of forgotten customers but that a row was there: the line, where there is one, stays,
 * the reason is FORGOTTEN and the raw text empty. Rows keep their order, on which line numbers depend.
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
  const decimals = ["amount", "refunded", "margin"];
  const kept = columns.map((name) => {
    const left = Object.hasOwn(instead, name) ? instead[name]! : raw("null");
    const value = sql`case when is_forgotten then ${left} else ${id(name)} end`;
    // beside a NULL an engine forgets how many digits there were
    return sql`${decimals.includes(name) ? sql`cast(${value} as decimal(18,4))` : value} as ${id(name)}`;
  });
  return sql`select ${list(kept)} from (
  select h.*, ${isForgotten(forgotten)} as is_forgotten from (${hashed(dialect, rows, forgotten)}) h${dialect.fence}
) t`;
}

/** Each id is hashed once, and no statement names one. */
function hashed(dialect: Dialect, rows: Sql, { salt }: ForgottenHashes): Sql {
  return sql`select d.*, ${dialect.sha256(sql`${salt} || d.customer_id`)} as customer_hash from (${rows}) d${dialect.fence}`;
}

const leafSize = 8;

/**
 * Whether customer_hash is one of the list; false where it is NULL. The sorted list is halved until a few are left to compare
 * with: a join would mix up the order of rows, and a list of a thousand takes ten times as long.
 */
function isForgotten({ customers }: ForgottenHashes): Sql {
  const sorted = [...customers].sort();
  return sql`case when customer_hash is null then false else ${among(sorted)} end`;
}

function among(sorted: readonly string[]): Sql {
  const middle = sorted.length >> 1;
  const at = sorted[middle];
  if (at === undefined) return raw("false");
  if (sorted.length <= leafSize) return sql`customer_hash in (${list(sorted.map((hash) => lit(hash)))})`;
  return sql`case when customer_hash < ${at} then ${among(sorted.slice(0, middle))} else ${among(sorted.slice(middle))} end`;
}
