import { monthsBetween } from "../../sql/customer-months.js";
import { exactSum } from "../../sql/exact-sum.js";
import { list, raw, type Sql, sql } from "../../sql/sql.js";
import { boundedValues } from "../columns.js";
import type { MartFacts } from "../facts.js";
import type { MartInputs } from "../mart.js";
import { type Block, cohortKey, ofBlocks } from "./blocks.js";
import { firstOfMonth } from "./observed.js";

/** The cohorts of a block with what is expected of them, and by what they are known to other tables. */
function expected(block: Block, sums: readonly Sql[], { table }: MartInputs): Sql {
  return sql`(select ${block.source} as source, acquisition_month, ${cohortKey(block.source, raw("acquisition_month"))} as group_key,
  cast(sum(customers) as double precision) as customers, ${list(sums)}
from ${table("mart_cohort_expected")} e group by ${block.source}, acquisition_month)`;
}

/** The margin of a customer of each cohort of a block to date. */
function toDate(block: Block, { table, facts }: MartInputs): Sql {
  return sql`(select ${cohortKey(raw("source"), raw("acquisition_month"))} as group_key, cumulative_margin_per_customer as value_to_date
from ${table("clv_cohorts")} o where ${block.isOf(raw("o.attribute"))} and o.month = date ${firstOfMonth(facts.asOf)})`;
}

/** clv_cohort_totals: what a cohort has brought, and is expected to bring. */
export function selectTotals(inputs: MartInputs): Sql {
  const { table, facts } = inputs;
  const horizon = facts.forEver ? 0 : facts.longestDays;
  return ofBlocks(
    facts,
    (
      block,
    ) => sql`select ${block.attribute} as attribute, e.source, e.acquisition_month, cast(e.customers as bigint) as customers, o.value_to_date,
  ${boundedValues("residual_value", raw("e.residual_value"), "b", "value")},
  ${boundedValues("ltv", raw("e.residual_value / e.customers"), "b", "value", raw("o.value_to_date"))},
  cast(${facts.forEver ? null : facts.longestDays} as integer) as ltv_horizon_days
from ${expected(block, [sql`${exactSum(raw("residual_value"))} as residual_value`], inputs)} e
join ${toDate(block, inputs)} o on o.group_key = e.group_key
left join ${table(block.bounds)} b on b.group_key = e.group_key and b.horizon_days = ${horizon}`,
  );
}

/** clv_cohort_projection: what is expected of a cohort in each month to come. */
export function selectProjection(inputs: MartInputs): Sql {
  return ofBlocks(inputs.facts, (block) => projection(block, inputs));
}

function projection(block: Block, inputs: MartInputs): Sql {
  const { table, facts } = inputs;
  const sums = facts.months.flatMap((_, i) => [
    sql`${exactSum(raw(`purchases_${i + 1}`))} as ${raw(`purchases_${i + 1}`)}`,
    sql`${exactSum(raw(`revenue_${i + 1}`))} as ${raw(`revenue_${i + 1}`)}`,
    sql`${exactSum(raw(`revenue_${i + 1} * margin_rate`))} as ${raw(`margin_${i + 1}`)}`,
  ]);
  const ofMonth = (what: string): Sql =>
    sql`case ${list(
      facts.months.map((_, i) => sql`when v.place = ${i + 1} then ${raw(`${what}_${i + 1}`)}`),
      " ",
    )} end as ${raw(`expected_${what}`)}`;
  const rows = sql`(select e.source, e.acquisition_month, e.group_key, e.customers, v.place, v.month,
  ${list(["purchases", "revenue", "margin"].map(ofMonth))}
from ${expected(block, sums, inputs)} e cross join ${monthsToCome(facts)})`;
  const soFar = sql`(select r.*, cast(sum(cast(expected_margin as decimal(38,12))) over (partition by group_key order by place) as double precision) as margin_so_far from ${rows} r)`;
  return sql`select ${block.attribute} as attribute, p.source, p.acquisition_month, ${monthsBetween(raw("p.acquisition_month"), raw("p.month"))} as age_months, p.month,
  ${list(
    [
      boundedValues("expected_purchases", raw("p.expected_purchases"), "b", "purchases"),
      boundedValues("expected_revenue", raw("p.expected_revenue"), "b", "value"),
      boundedValues("expected_margin", raw("p.expected_margin"), "b", "value"),
      boundedValues(
        "cumulative_margin_per_customer",
        raw("p.margin_so_far / p.customers"),
        "b",
        "so_far",
        raw("o.value_to_date"),
      ),
    ],
    ",\n  ",
  )}
from ${soFar} p join ${toDate(block, inputs)} o on o.group_key = p.group_key
left join ${table(block.monthBounds)} b on b.group_key = p.group_key and b.place = p.place`;
}

/** The months to come by their places. */
function monthsToCome(facts: MartFacts): Sql {
  const rows = facts.months.map((month, i) => sql`(${i + 1}, date ${firstOfMonth(month.from)})`);
  return sql`(values ${list(rows)}) v(place, month)`;
}
