import type { Dialect } from "./dialect.js";
import { raw, type Sql, sql } from "./sql.js";

/** The days after one day, up to and including another one; yyyy-mm-dd. */
export interface Days {
  readonly after: string;
  readonly until: string;
}

/** A table, or one of `of` shares of its customers; which share that is may differ between engines. */
export function customerSample(dialect: Dialect, rows: Sql, of: number): Sql {
  if (of <= 1) return rows;
  return sql`(select * from ${rows} where ${dialect.hash([raw("customer_id")])} % ${of} = 0)`;
}

/** Orders by day and by bucket of their amount (all in one without amounts). One small row a day and bucket. */
export function dailyAmounts(transactions: Sql, { after, until }: Days, money = true): Sql {
  // half a bucket is added, so that no price as people make them lies on a border, where engines could differ
  const bucket = sql`cast(floor(ln(cast(amount as double precision)) * ${amountBucketsPerFactorTen / Math.LN10} + 0.5) as integer)`;
  return sql`select day, bucket, count(*) as n from (
  select day, ${money ? sql`case when amount > 0 then ${bucket} else ${bucketOfNothing} end` : bucketOfNothing} as bucket from ${transactions}
  where not is_refund and day > date ${after} and day <= date ${until}
) b group by day, bucket order by day, bucket`;
}

/** Whole days from each purchase in the days to the one before it, counted by length. Only who bought in them is looked at. */
export function purchaseGaps(dialect: Dialect, transactions: Sql, { after, until }: Days): Sql {
  const buyers = sql`select distinct customer_id from ${transactions} b
  where not is_refund and day > date ${after} and day <= date ${until}`;
  const gap = dialect.daysBetween(raw("lag(day) over (partition by customer_id order by day)"), raw("day"));
  return sql`select gap, count(*) as n from (
  select day, ${gap} as gap from (
    select distinct d.customer_id, d.day from ${transactions} d join (${buyers}) b on b.customer_id = d.customer_id
    where not d.is_refund
  ) d
) g where gap is not null and day > date ${after} and day <= date ${until} group by gap order by gap`;
}

/** Customers who bought in the days. */
export function buyers(transactions: Sql, { after, until }: Days): Sql {
  return sql`select count(distinct customer_id) as n from ${transactions}
where not is_refund and day > date ${after} and day <= date ${until}`;
}

/** Customers who bought for the first time in the days. */
export function newCustomers(customers: Sql, { after, until }: Days): Sql {
  return sql`select count(*) as n from ${customers} where first_day > date ${after} and first_day <= date ${until}`;
}

/** Rows of each day, and how many of them repeat customer, day and amount (where there is one) of another one. */
export function repeatedRows(transactions: Sql, { after, until }: Days, money = true): Sql {
  return sql`select day, cast(sum(n) as bigint) as n, cast(sum(n - 1) as bigint) as repeated from (
  select day, count(*) as n from ${transactions} t
  where not is_refund and day > date ${after} and day <= date ${until} group by customer_id, day${raw(money ? ", amount" : "")}
) r group by day order by day`;
}

/** Rows up to a day: what an earlier run had. */
export function rowsUntil(transactions: Sql, day: string): Sql {
  return sql`select count(*) as n from ${transactions} where day <= date ${day}`;
}

/** Amounts fall into buckets of equal ratio: this many for a factor of ten. */
export const amountBucketsPerFactorTen = 10;

/** The bucket of amounts that have no logarithm: 0. */
export const bucketOfNothing = -1000;
