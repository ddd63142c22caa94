import { exactSum } from "../../sql/exact-sum.js";
import { list, raw, type Sql, sql } from "../../sql/sql.js";
import type { MartInputs } from "../mart.js";
import { rankedTable, rankedValues } from "./measures.js";

export const topPercents = [1, 5, 10, 20] as const;

/**
 * clv_concentration: a row a value. With values v in rising order, place i of n, those below 0 as 0:
 *     Gini = 2 sum of i v / (n sum of v) - (n + 1) / n
 */
export function concentrationRows({ table, facts }: MartInputs): Sql {
  const positive = raw("case when r.value > 0 then r.value else 0 end");
  const rows = rankedValues(facts).map(({ name }, i) => {
    const top = (percent: number): Sql =>
      exactSum(sql`case when (r.place - 1) * 100 < ${percent} * r.customers then ${positive} else 0 end`);
    const share = (figure: string): Sql => raw(`t.${figure} / nullif(t.positive, 0)`);
    return sql`select ${name} as value, t.customers, t.customers_below_zero, t.value_sum,
  2 * t.placed / nullif(t.customers * t.positive, 0) - cast(t.customers + 1 as double precision) / t.customers as gini,
  ${list(topPercents.map((percent) => sql`${share(`top_${percent}`)} as ${raw(`top_${percent}_percent_share`)}`))}
from (select count(*) as customers, cast(sum(case when r.value < 0 then 1 else 0 end) as bigint) as customers_below_zero, ${exactSum(raw("r.value"))} as value_sum, ${exactSum(positive)} as positive,
  ${exactSum(sql`(r.customers - r.place + 1) * (${positive})`)} as placed, ${list(topPercents.map((percent) => sql`${top(percent)} as ${raw(`top_${percent}`)}`))}
  from ${table(rankedTable(i))} r) t where t.customers > 0`;
  });
  return list(rows, "\nunion all\n");
}
