import { list, raw, type Sql, sql } from "./sql.js";

/** Bound of believable amounts where the config sets none. */
export const usualMaxAmount = 10_000_000;

/** What rounding may take of an amount without a word. */
const tolerated = 0.005;

/**
 * One row: how many amounts lose digits when four decimals are kept, how many there are, and the first of them.
 * @param amount read with eight decimals, as a double
 */
export function lostDigits(relation: Sql, amount: Sql): Sql {
  const rounded = raw("floor(abs(amount) * 1e4 + 0.5) / 1e4");
  return sql`select count(*) as amounts, count(case when lost then 1 end) as lossy, min(case when lost then amount end) as example
from (select amount, abs(${rounded} - abs(amount)) > ${tolerated} * abs(amount) as lost
  from (select ${amount} as amount from ${relation}) a where amount <> 0) l`;
}

/** One row: the least absurd amount, the largest accepted one, and what one accepted amount in a hundred is above; all absolute. */
export function amountScale(tables: readonly Sql[]): Sql {
  const all = list(
    tables.map((t) => sql`select abs(amount) as size, reason from ${t}`),
    "\nunion all ",
  );
  return sql`with sizes as (${all})
select cast((select min(size) from sizes where reason = 'ABSURD_AMOUNT') as double precision) as least_absurd,
  cast(max(size) as double precision) as largest,
  cast(percentile_disc(0.99) within group (order by size) as double precision) as high
from sizes where reason is null`;
}
