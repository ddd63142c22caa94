import { intervalBounds } from "../../sql/interval-columns.js";
import { list, raw, type Sql, sql } from "../../sql/sql.js";
import type { MartInputs } from "../mart.js";

/** Whether an amount reaches another one, as decimals do: to a billionth. */
export function reaches(amount: Sql, other: Sql): Sql {
  return sql`cast(${amount} as decimal(38,9)) >= cast(${other} as decimal(38,9))`;
}

/** The margin of rows of a curve so far, of a customer: a sum of decimals, so that it does not depend on their order. */
export function soFar(what: Sql, partition: Sql): Sql {
  return sql`cast(sum(cast(${what} as decimal(38,12))) over (partition by ${partition} order by age_months) as double precision) / customers`;
}

/** The other end: where value is high, payback is early. */
const opposite = { lo95: "hi95", lo80: "hi80", hi80: "lo80", hi95: "lo95" } as const;

/**
 * What the curve of each pair says of its payback, a row a pair that has customers: value_to_date, mean_month over complete ages, payback_months
 * (whether or not it is paid back), payback_expected_months with bounds, affordable_cac_payback with bounds, and least_months, which a
 * payback beyond the curve takes at least.
 */
export function paybacks({ table, config }: MartInputs): Sql {
  const target = config.targets.paybackMonths;
  const both = raw("coalesce(observed, 0) + coalesce(expected, 0)");
  const rows = sql`select c.*, p.customers, p.cac from (select pair_key, customers, spend / customers as cac from ${table("mart_acquisition_pairs")} a where customers > 0) p
join ${table("mart_acquisition_curve")} c on c.pair_key = p.pair_key`;
  const sums = sql`select r.*, ${soFar(raw("coalesce(observed, 0)"), raw("pair_key"))} as seen_so_far, ${soFar(both, raw("pair_key"))} as so_far from (${rows}) r`;
  const seen = raw("is_seen = 1");
  const below = sql`select s.*, max(case when ${seen} and not (${reaches(raw("seen_so_far"), raw("cac"))}) then age_months end) over (partition by pair_key) as last_below from (${sums}) s`;
  const within = sql`age_months < ${target}`;
  const bound = (name: string): Sql => raw(`cumulative_margin_per_customer_${name}`);
  const firstAt = (value: Sql): Sql =>
    sql`cast(min(case when is_expected > 0 and ${reaches(value, raw("cac"))} then age_months + 1 end) as integer)`;
  const isLong = sql`max(case when is_complete = 1 or is_expected = 2 then age_months end) >= ${target - 1}`;
  return sql`select pair_key, ${list(
    [
      sql`sum(case when ${seen} then cast(observed as decimal(38,12)) end) as margin_to_date`,
      sql`cast(sum(case when is_complete = 1 then cast(observed as decimal(38,12)) end) as double precision) / nullif(sum(is_complete), 0) / max(customers) as mean_month`,
      sql`cast(min(case when ${seen} and age_months > coalesce(last_below, -1) then age_months + 1 end) as integer) as payback_months`,
      sql`${firstAt(raw("so_far"))} as payback_expected_months`,
      ...intervalBounds.map(
        ({ name }) => sql`${firstAt(bound(opposite[name]))} as ${raw(`payback_expected_months_${name}`)}`,
      ),
      sql`case when ${isLong} then cast(sum(case when ${within} then cast(${both} as decimal(38,12)) end) as double precision) / max(customers) end as affordable_cac_payback`,
      ...intervalBounds.map(
        ({ name }) =>
          sql`case when ${isLong} then max(case when age_months = ${target - 1} then ${bound(name)} end) end as ${raw(`affordable_cac_payback_${name}`)}`,
      ),
      sql`max(case when is_complete = 1 or is_expected = 2 then age_months end) + 2 as least_months`,
    ],
    ",\n  ",
  )}
from (${below}) b group by pair_key`;
}
