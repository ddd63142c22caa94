import type { Dialect } from "./dialect.js";
import { attributeColumn } from "./parse-rows.js";
import { id, list, lit, raw, type Sql, sql } from "./sql.js";

export interface SampleOptions {
  /** rows of the table */
  readonly customers: number;
  /** rows to keep at most */
  readonly most: number;
  readonly attributes: readonly string[];
  /** An expression over customers s, given as expected_spend; null where that is worked out elsewhere. */
  readonly expectedSpend: Sql | null;
  /** Whether the log has amounts; absent: it has. */
  readonly money?: boolean | undefined;
}

const purchaseColumns = ["x", "t_x", "t_cal", "y", "previous_y", "earlier_recency", "cohort"] as const;

/** Numbers of each sampled customer, in the order of their columns; see backtest-customers.ts. */
export const sampleColumns = [
  ...purchaseColumns,
  ...(["mean_spend", "repeat_spend", "total_spend", "value", "previous_value"] as const),
] as const;

/** Those of them that a log has. */
export function sampledColumns(money = true): readonly (typeof sampleColumns)[number][] {
  return money ? sampleColumns : purchaseColumns;
}

/**
 * The customers whose ids have the smallest hashes, by history: all of them where there are no more than asked for. The
 * hash is the same on every engine, and so are the customers and their order.
 */
export function backtestSample(dialect: Dialect, backtest: Sql, o: SampleOptions): Sql {
  const names = o.attributes.map((name) => id(attributeColumn(name)));
  const numbers = sampledColumns(o.money).map(
    (name) => sql`cast(${raw(name)} as double precision) as ${raw(name)}`,
  );
  const spend = o.expectedSpend === null ? [] : [sql`${o.expectedSpend} as expected_spend`];
  const hash = dialect.textHash(raw("customer_id"));
  return sql`select ${list([...numbers, ...spend, ...names])}
from (select *, ${hash} as place from ${backtest} b${few(hash, o)}) s
order by x, t_x, t_cal, place, customer_id`;
}

/** A bound on the hash that nearly surely leaves as many as asked for, so that only these are sorted. */
function few(hash: Sql, { customers, most }: SampleOptions): Sql {
  if (customers <= most) return raw("");
  const share = (most / customers) * (1 + 6 / Math.sqrt(most));
  const below = share < 1 ? sql` where ${hash} < ${lit(Math.ceil(share * 2 ** 32))}` : raw("");
  return sql`${below} order by place, customer_id limit ${lit(most)}`;
}
