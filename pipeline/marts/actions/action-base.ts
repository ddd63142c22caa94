import type { Varying } from "../../config/actions.js";
import { exactSum } from "../../sql/exact-sum.js";
import { attributeColumn } from "../../sql/parse-rows.js";
import { double, id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { marginRate } from "../margin.js";
import type { MartInputs } from "../mart.js";

const quantiles = [10, 25, 50, 75, 90] as const;

/** What an offer to each customer rests on, before anything is weighed; p_alive is the chance of coming back without one. */
export function actionBase(inputs: MartInputs): Sql {
  const { table, facts, config } = inputs;
  const { segments, actions } = config;
  const longest = raw(`s.clv_${facts.longestDays}d`);
  // customers who never came back tell a model with dropout after purchases alone nothing about leaving
  const unknown = raw("b.x = 0 and b.p_model >= 1");
  const limit = (value: number): Sql => sql`cast(${String(value)} as decimal(38,12))`;
  const gaps = raw("cast(l.gaps_overdue as decimal(38,12))");
  return sql`with b as (
  select s.customer_id, c.x, s.p_alive as p_model, ${longest} as clv, coalesce(s.residual_clv, ${longest}) as expected_value, s.expected_spend,
    l.lifecycle, l.value_tier, l.recency_days, l.expected_gap_days, l.gaps_overdue,
    case when ${gaps} > ${limit(segments.lostGaps)} then 2 when ${gaps} > ${limit(segments.riskGaps)} then 1 else 0 end as late,
    ${marginRate(inputs, "c")} as margin_rate, ${varying(actions.uplift)} as uplift,
    ${incentive(inputs)} as incentive, ${replacementCost(inputs)} as replacement_cost,
    ${list(quantiles.map((q) => raw(`n.days_${q}`)))}, p.p_alive as previous_p_alive, p.clv as previous_clv, case when e.customer_id is null then 0 else 1 end as excluded
  from ${table("scores")} s join ${table("customers")} c on c.customer_id = s.customer_id
  join ${table("clv_customer_segments")} l on l.customer_id = s.customer_id
  left join ${table("mart_next_orders")} n on n.customer_id = s.customer_id
  left join ${table("mart_previous_scores")} p on p.customer_id = s.customer_id
  left join ${table("mart_excluded")} e on e.customer_id = s.customer_id
), rhythm as (
  select late, ${exactSum(raw("p_model"))} / count(*) as p_alive from b where x > 0 group by late
)
select b.*, case when ${unknown} then coalesce(r.p_alive, b.p_model) else b.p_model end as p_alive
from b left join rhythm r on r.late = b.late`;
}

function incentive({ config }: MartInputs): Sql {
  const { incentive: setting } = config.actions;
  if (typeof setting === "object" && "shareOfOrder" in setting)
    return sql`coalesce(s.expected_spend, 0) * ${double(setting.shareOfOrder)}`;
  return varying(setting);
}

function replacementCost({ config, facts }: MartInputs): Sql {
  const { replacementCost: setting } = config.actions;
  if (setting === "cac") return double(facts.meanCac);
  return setting === undefined ? double(null) : varying(setting);
}

/** A setting as an expression over customers c and their segments l; NULL for those it says nothing of. */
export function varying(setting: Varying): Sql {
  if (typeof setting === "number") return double(setting);
  const of =
    setting.by === "lifecycle" || setting.by === "value_tier"
      ? raw(`l.${setting.by}`)
      : sql`c.${id(attributeColumn(setting.by))}`;
  const cases = Object.entries(setting.values).map(
    ([value, n]) => sql`when ${of} = ${value} then ${double(n)}`,
  );
  const other = double(setting.otherwise ?? null);
  return cases.length === 0 ? other : sql`case ${list(cases, " ")} else ${other} end`;
}
