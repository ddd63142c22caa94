import { attributeColumn } from "./parse-rows.js";
import { id, list, raw, type Sql, sql } from "./sql.js";

/** A row where some purchase does not say what one of these attributes is. */
export function someUnknown(transactions: Sql, names: readonly string[]): Sql {
  const unknown = list(
    names.map((name) => sql`${id(attributeColumn(name))} is null`),
    " or ",
  );
  return sql`select 1 as found from ${transactions} t where not is_refund and (${unknown}) limit 1`;
}

export interface FirstDayOptions {
  /** Those of customers. */
  readonly columns: readonly string[];
  /** Attributes. */
  readonly names: readonly string[];
  /** Of a row c of customers, to be kept as margin_rate; null for none. */
  readonly margin: Sql | null;
}

/**
 * customers with each attribute as on the day of the first purchase: null where no purchase of that day says it; of several values the smallest
 * in text order.
 */
export function firstDayAttributes(
  customers: Sql,
  transactions: Sql,
  { columns, names, margin }: FirstDayOptions,
): Sql {
  const attributes = names.map(attributeColumn);
  const values = attributes.map((name) => sql`min(t.${id(name)}) as ${id(name)}`);
  const first = sql`select ${list([raw("k.customer_id"), ...values])}
from ${transactions} t join ${customers} k on k.customer_id = t.customer_id and k.first_day = t.day where not t.is_refund group by k.customer_id`;
  const kept = columns.map((name) => sql`${raw(attributes.includes(name) ? "f" : "c")}.${id(name)}`);
  return sql`select ${list(kept)}${margin === null ? sql`` : sql`, ${margin} as margin_rate`}
from ${customers} c join (${first}) f on f.customer_id = c.customer_id`;
}
