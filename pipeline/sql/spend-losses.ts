import { millionths, real } from "./spend-covariates.js";
import { list, raw, type Sql, sql } from "./sql.js";

/** Expected spend below this share of the unit counts as that, and a loss beyond `largestLoss` as no more: sums stay within 64 bits. */
const leastSpend = 1e-3;
const largestLoss = 1e5;

/**
 * One row: what models/spend/compare-spend.ts takes, over customers of a backtest who bought in its holdout. Money is in units of
 * `unit`, and all but `customers` and `value`, which is in base currency, are in millionths. loss_i, weighted_i, expected_i, error_i belong to the i-th expression,
 * product_i_j to two of them, j <= i.
 * @param expected spend per purchase by each model, over customers c
 * @param unit a typical purchase in base currency, > 0
 */
export function spendLosses(backtest: Sql, expected: readonly Sql[], unit: number): Sql {
  const each = <T>(of: (i: number) => T): T[] => expected.map((_, i) => of(i));
  const m = (i: number): Sql => raw(`m_${i}`);
  const loss = (i: number): Sql => raw(`l_${i}`);
  const scaled = expected.map(
    (e, i) => sql`greatest((${e}) / ${real(unit)}, ${real(leastSpend)}) as ${m(i)}`,
  );
  const losses = each(
    (i) =>
      sql`round(least(v / ${m(i)} + y * ln(${m(i)}), ${real(largestLoss)}) * 1e6) / ${real(1e6)} as ${loss(i)}`,
  );
  const sums = each((i) => [
    sql`${millionths(loss(i))} as ${raw(`loss_${i}`)}`,
    sql`${millionths(sql`y * ${loss(i)}`)} as ${raw(`weighted_${i}`)}`,
    sql`${millionths(sql`y * ${m(i)}`)} as ${raw(`expected_${i}`)}`,
    sql`${millionths(sql`abs(v / y - ${m(i)})`)} as ${raw(`error_${i}`)}`,
    ...each((j) => j)
      .slice(0, i + 1)
      .map((j) => sql`${millionths(sql`${loss(i)} * ${loss(j)}`)} as ${raw(`product_${i}_${j}`)}`),
  ]).flat();
  return sql`with expected as (
  select c.value, cast(y as double precision) as y, cast(c.value as double precision) / ${real(unit)} as v, ${list(scaled)}
  from ${backtest} c where y > 0
), losses as (select value, y, v, ${list([...each(m), ...losses])} from expected)
select count(*) as customers, ${millionths(raw("y"))} as purchases, ${millionths(raw("y * y"))} as squared_purchases,
  cast(coalesce(sum(value), 0) as double precision) as value,
  ${list(sums, ",\n  ")}
from losses`;
}
