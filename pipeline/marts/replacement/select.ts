import { historyKeys } from "../../sql/covariate-groups.js";
import { exactSum } from "../../sql/exact-sum.js";
import { attributeColumn } from "../../sql/parse-rows.js";
import { double, id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { boundedValues } from "../columns.js";
import { boundsTable, groupKey } from "../equity/groups.js";
import type { MartInputs } from "../mart.js";
import type { MartServices } from "../services.js";

const [staying, keys, newcomers, offers] = [
  "mart_staying",
  "mart_history_keys",
  "mart_replacement_newcomers",
  "mart_replacement_offers",
];

/** Who stays, and what other marts know of new customers and of offers, where they are made. */
export async function prepareReplacement(services: MartServices): Promise<void> {
  const { inputs, artifacts, context, make, makeStaying } = services;
  const { table, facts } = inputs;
  const isMade = async (name: string): Promise<boolean> =>
    (await context.engine.fingerprint({ name })) !== null;
  await makeStaying(staying);
  const grouped = artifacts.covariate_groups.rows > 0;
  const same = historyKeys(grouped).map((key) => sql`h.${key} = c.${key}`);
  const shares = facts.horizonsDays.map((_, k) => id(`staying_${k + 1}`));
  await make(
    keys,
    sql`select c.customer_id, ${list(shares.map((share) => sql`h.${share}`))} from ${table("customers")} c join ${table(staying)} h on ${list(same, " and ")}`,
  );
  await make(
    newcomers,
    (await isMade("clv_new_customers"))
      ? sql`select attribute, source, expected_value from ${table("clv_new_customers")} where horizon_days = ${facts.longestDays}`
      : sql`select cast(null as varchar) as attribute, cast(null as varchar) as source, ${double(null)} as expected_value`,
  );
  await make(
    offers,
    (await isMade("clv_actions"))
      ? sql`select customer_id, expected_cost, uplift_used from ${table("clv_actions")} where uplift_used > 0`
      : sql`select customer_id, ${double(null)} as expected_cost, ${double(null)} as uplift_used from ${table("customers")} where 1 = 0`,
  );
}

export function select(inputs: MartInputs): Sql {
  const attributes = [null, ...inputs.facts.attributes];
  const groups = attributes.map((a, i) => sql`${id(`g_${i}`)} as (${sums(a, inputs)})`);
  const rows = attributes.flatMap((a, i) =>
    inputs.facts.horizonsDays.map((days, k) => rowsOf(a, i, days, k, inputs)),
  );
  return sql`with ${list(groups, ",\n")}
${list(rows, "\nunion all\n")}`;
}

/** Losses and their value, of each group, by horizon. */
function sums(attribute: string | null, { table, facts }: MartInputs): Sql {
  const source = attribute === null ? raw("cast(null as varchar)") : sql`c.${id(attributeColumn(attribute))}`;
  const value = id(`clv_${facts.longestDays}d`);
  const byHorizon = facts.horizonsDays.flatMap((_, k) => [
    sql`coalesce(${exactSum(sql`r.p_alive * (1 - r.${id(`staying_${k + 1}`)})`)}, 0) as ${id(`losses_${k}`)}`,
    sql`coalesce(${exactSum(sql`r.${value} * (1 - r.${id(`staying_${k + 1}`)})`)}, 0) as ${id(`value_${k}`)}`,
  ]);
  return sql`select r.source, r.group_key, count(*) as customers, coalesce(${exactSum(raw("r.p_alive"))}, 0) as expected_alive,
    ${exactSum(raw("r.expected_cost"))} / nullif(${exactSum(raw("r.uplift_used"))}, 0) as cost_to_keep, ${list(byHorizon)}
  from (
    select ${source} as source, ${groupKey(attribute)} as group_key, s.p_alive, s.${value}, h.*, o.expected_cost, o.uplift_used
    from ${table("customers")} c join ${table("scores")} s on s.customer_id = c.customer_id
      join ${table(keys)} h on h.customer_id = c.customer_id left join ${table(offers)} o on o.customer_id = c.customer_id
  ) r group by r.source, r.group_key`;
}

function rowsOf(attribute: string | null, i: number, days: number, k: number, inputs: MartInputs): Sql {
  const { table, facts } = inputs;
  const cac = double(facts.meanCac);
  const byNumber = sql`g.${id(`losses_${k}`)}`;
  const byValue = sql`g.${id(`value_${k}`)} / case when n.expected_value > 0 then n.expected_value end`;
  const replacing = sql`(${byValue}) * ${cac} / nullif(${byNumber}, 0)`;
  return sql`select cast(${attribute} as varchar) as attribute, g.source, cast(${days} as integer) as horizon_days, g.customers, g.expected_alive, ${byNumber} as expected_losses,
  ${boundedValues("value_of_losses", sql`g.${id(`value_${k}`)}`, "b", "value")}, n.expected_value as new_customer_value,
  ${byNumber} as new_customers_by_number, ${byValue} as new_customers_by_value, ${cac} as cac, ${byNumber} * ${cac} as cost_by_number, (${byValue}) * ${cac} as cost_by_value,
  ${replacing} as replacement_cost, g.cost_to_keep, cast(case when g.cost_to_keep < ${replacing} then 'keep' when g.cost_to_keep >= ${replacing} then 'replace' end as varchar) as verdict
from ${id(`g_${i}`)} g left join ${table(boundsTable(i))} b on b.group_key = g.group_key and b.horizon_days = ${facts.longestDays}
  left join ${table(newcomers)} n on ${attribute === null ? raw("n.attribute is null") : sql`n.attribute = ${attribute}`} and coalesce(n.source, '') = coalesce(g.source, '') and (n.source is null) = (g.source is null)`;
}
