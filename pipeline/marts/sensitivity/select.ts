import { countsIntervals } from "../../config/billing.js";
import { covariateNames } from "../../config/purchase-models.js";
import { historyKeys } from "../../sql/covariate-groups.js";
import { exactSum } from "../../sql/exact-sum.js";
import { intervalBounds } from "../../sql/interval-columns.js";
import { double, id, list, lit, raw, type Sql, sql } from "../../sql/sql.js";
import { say } from "../../text/messages/say.js";
import { boundedValues } from "../columns.js";
import { filtered } from "../filtered.js";
import { marginRate } from "../margin.js";
import type { MartInputs } from "../mart.js";
import { factor, futureColumns, nudge, point } from "./futures.js";
import { newCustomerRows } from "./new-customer-rows.js";

/** One row of the mart: expressions over the sums of `sums`. */
interface Scenario {
  readonly driver: string;
  /** null for none */
  readonly change: string | null;
  readonly clv: Sql;
  /** Relative change of the driver; null where its change is in points of a share that has none. */
  readonly moved: Sql | null;
  readonly pointElasticity: Sql | null;
  /** Why there is no clv, where there is none. */
  readonly reason?: string;
}

const points = "+1 point";
const tenth = "+10 %";
const one = double(1);

/** All drivers, in the order of the definition. */
function scenarios({ facts }: MartInputs): readonly Scenario[] {
  const { annualDiscountRate: annual } = facts;
  const added = point / annual;
  const ten = double(factor - 1);
  return [
    { driver: "base", change: null, clv: raw("base"), moved: null, pointElasticity: null },
    {
      ...{ driver: "retention", change: points, clv: raw("retention"), moved: null, pointElasticity: null },
      reason: "nobody_leaves",
    },
    {
      ...{ driver: "frequency", change: tenth, clv: raw("frequency"), moved: ten },
      pointElasticity: elasticityAt("frequency"),
      reason: "paid_when_due",
    },
    {
      ...{ driver: facts.contract ? "price" : "order value", change: tenth },
      ...{ clv: sql`${double(factor)} * base`, moved: ten, pointElasticity: one },
    },
    {
      ...{ driver: "margin", change: points, clv: sql`base + ${double(point)} * revenue` },
      ...{ moved: sql`${double(point)} * revenue / nullif(base, 0)`, pointElasticity: one },
    },
    {
      ...{ driver: "margin", change: tenth, clv: sql`${double(factor)} * base` },
      ...{ moved: ten, pointElasticity: one },
    },
    {
      ...{ driver: "discount rate", change: points, clv: raw("discount") },
      moved: Number.isFinite(added) ? double(added) : null,
      pointElasticity: annual > 0 ? elasticityAt("discount") : null,
    },
  ];
}

/** d ln clv / d ln driver, from a little above and below. */
function elasticityAt(driver: "frequency" | "discount"): Sql {
  const [above, below] = [id(`${driver}_above`), id(`${driver}_below`)];
  const step = double(Math.log1p(nudge) - Math.log1p(-nudge));
  return sql`case when ${above} > 0 and ${below} > 0 then ln(${above} / ${below}) / ${step} end`;
}

export function select(inputs: MartInputs): Sql {
  const { facts } = inputs;
  const days = facts.forEver ? 0 : facts.longestDays;
  const rows = scenarios(inputs).map(
    (s) =>
      sql`select ${s.driver} as driver, cast(${s.change} as varchar) as ${id("change")}, base, ${s.clv} as clv, ${s.moved ?? double(null)} as moved, ${s.pointElasticity ?? double(null)} as point_elasticity, cast(${s.reason ?? null} as varchar) as why from sums`,
  );
  return sql`with ${sums(inputs)},
scenarios as (${list(rows, "\nunion all\n")}),
compared as (select driver, ${id("change")}, clv, clv - base as difference, clv / nullif(base, 0) - 1 as relative, moved, point_elasticity, why from scenarios)
select cast('base' as varchar) as scope, driver, ${id("change")}, cast(${days} as integer) as horizon_days,
  ${boundedValues("clv", raw("s.clv"), "b", "value")},
  ${differences()},
  relative, relative / nullif(moved, 0) as elasticity, case when clv is not null then point_elasticity end as point_elasticity,
  case when clv is null then why end as reason
from compared s left join ${inputs.table("mart_sensitivity_bounds")} b on b.group_key = 'base' and b.horizon_days = ${days}${newCustomerRows(inputs, days)}`;
}

/** Value of all customers under each future, and their discounted revenue as it is. */
function sums({ table, ...inputs }: MartInputs): Sql {
  const grouped = covariateNames(inputs.config).length > 0 || countsIntervals(inputs.config);
  const same = historyKeys(grouped).map((key) => sql`p.${key} = c.${key}`);
  const rate = marginRate(inputs, "c");
  const scored = sql`s.${id(scoredColumn(inputs.facts))}`;
  const values = futureColumns.map((name) => sql`${rate} * s.expected_spend * p.${id(name)} as ${id(name)}`);
  return sql`valued as (
  select ${list([...values, sql`${scored} as base`, sql`${scored} / ${rate} as revenue`])}
  from ${table("customers")} c join ${table("scores")} s on s.customer_id = c.customer_id
  join ${table("mart_sensitivity")} p on ${list(same, " and ")}
),
sums as (select ${list([...futureColumns, "base", "revenue"].map((name) => sql`${exactSum(id(name))} as ${id(name)}`))} from valued)`;
}

/** A difference that is below 0 has the bounds of its size the other way round. */
function differences(): Sql {
  const opposite = (name: string): string =>
    name.startsWith("lo") ? name.replace("lo", "hi") : name.replace("hi", "lo");
  const bound = (name: string): Sql => sql`difference * b.${id(`value_${name}`)}`;
  return list([
    raw("difference"),
    ...intervalBounds.map(
      ({ name }) =>
        sql`case when difference < 0 then ${bound(opposite(name))} else ${bound(name)} end as ${id(`difference_${name}`)}`,
    ),
  ]);
}

/** The column of scores that is looked at. */
function scoredColumn({ forEver, longestDays }: MartInputs["facts"]): string {
  return forEver ? "residual_clv" : `clv_${longestDays}d`;
}

/** What the base is worth is what its customers are. */
export function scoredValue({ table, facts }: MartInputs): Sql {
  const value = id(scoredColumn(facts));
  return sql`select (select clv from ${table("clv_sensitivity")} where scope = 'base' and driver = 'base') as found, (select ${exactSum(value)} from ${table("scores")}) as expected`;
}

/** The base, then the changes, the largest first. */
export function shown(
  { table }: Pick<MartInputs, "table">,
  limit: number,
  filters: Readonly<Record<string, string>>,
): Sql {
  return sql`select scope, case when scope = 'base' then driver else driver || ${say("sensitivity.ofNew")} end as driver, ${id("change")}, clv, difference, relative, elasticity, point_elasticity, reason, (select b.clv from ${table("clv_sensitivity")} b where b.scope = 'base' and b.driver = 'base') as base_clv from ${table("clv_sensitivity")} where ${filtered(filters)}
order by scope, case when driver = 'base' then 0 else 1 end, abs(difference) desc nulls last, driver, ${id("change")} limit ${lit(limit)}`;
}
