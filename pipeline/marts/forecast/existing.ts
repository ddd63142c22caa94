import { historyKeys } from "../../sql/covariate-groups.js";
import { exactSum } from "../../sql/exact-sum.js";
import { double, list, raw, type Sql, sql } from "../../sql/sql.js";
import { marginRate } from "../margin.js";
import type { MartInputs } from "../mart.js";

/**
 * mart_forecast_existing: k, purchases, revenue and margin that is expected of all customers in each of the months to come, the first one
 * being 1. Customers of the same history are added up before they meet what is expected of it.
 * @param grouped   whether customers and histories have a group of covariates
 * @param meanSpend expected spend of a customer of whom none is known
 */
export function existingMonths(inputs: MartInputs, grouped: boolean, meanSpend: number | null): Sql {
  const { table, facts } = inputs;
  const { money, months } = facts;
  const keys = historyKeys(grouped);
  const spend = sql`coalesce(s.expected_spend, ${double(meanSpend)})`;
  const sums = money
    ? sql`, ${exactSum(spend)} as spend, ${exactSum(sql`${spend} * ${marginRate(inputs, "c")}`)} as earned`
    : sql``;
  const scores = money ? sql` join ${table("scores")} s on s.customer_id = c.customer_id` : sql``;
  const own = list(keys.map((key) => sql`c.${key}`));
  const alike = sql`select ${own}, count(*) as customers${sums} from ${table("customers")} c${scores} group by ${own}`;
  const numbers = months.map((_, i) => i + 1);
  const total = (name: string, k: number, value: Sql): Sql =>
    sql`${exactSum(value)} as ${raw(`${name}_${k}`)}`;
  const totals = numbers.flatMap((k) => [
    total("purchases", k, raw(`h.customers * e.purchases_${k}`)),
    ...(money
      ? [
          total("revenue", k, raw(`h.spend * e.value_${k}`)),
          total("margin", k, raw(`h.earned * e.value_${k}`)),
        ]
      : []),
  ]);
  const wide = sql`select ${list(totals)}
from (${alike}) h join ${table("mart_expected_months")} e on ${list(
    keys.map((key) => sql`e.${key} = h.${key}`),
    " and ",
  )}`;
  const one = (name: string): Sql =>
    sql`coalesce(case m.k ${raw(numbers.map((k) => `when ${k} then ${name}_${k}`).join(" "))} end, 0) as ${raw(name)}`;
  const columns = money ? [one("purchases"), one("revenue"), one("margin")] : [one("purchases")];
  return sql`select m.k, ${list(columns)} from (${wide}) w cross join (values ${raw(numbers.map((k) => `(${k})`).join(", "))}) m(k)`;
}
