import { exactSum } from "../../sql/exact-sum.js";
import { intervalBounds } from "../../sql/interval-columns.js";
import { double, id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { firstIncompleteMonth } from "../cohorts/observed.js";
import { boundedValues } from "../columns.js";
import type { MartInputs } from "../mart.js";
import { ofScopes, type Scope, scopes } from "./scopes.js";

/** What is summed, and from which of the tables it comes: 0 in the others. */
const counts = [
  "customers",
  "seen",
  "customer_months",
  "exposures",
  "lapses",
  "purchases",
  "orders",
] as const;
const amounts = ["net_revenue", "historic_revenue"] as const;
/** Sums of doubles, of numbers rounded to a trillionth so that their order does not matter. */
const values = ["net_margin", "historic_margin", "residual_value"] as const;
type Summed = (typeof counts)[number] | (typeof amounts)[number] | (typeof values)[number];

function part(of: Partial<Record<Summed, Sql>>): Sql {
  return list([
    ...counts.map((name) => sql`${of[name] ?? raw("0")} as ${raw(name)}`),
    ...amounts.map((name) => sql`cast(${of[name] ?? raw("0")} as decimal(38,4)) as ${raw(name)}`),
    ...values.map((name) => sql`cast(${of[name] ?? raw("0")} as decimal(38,12)) as ${raw(name)}`),
  ]);
}

const marginOf = (net: string): string => `cast(${net} as double precision) * margin_rate`;

/** The cells that a scope is made of: its customers by month of acquisition, since formulas do not add up. */
function cells({ scope, attribute, key, joined }: Scope, { table, facts }: MartInputs): Sql {
  const end = sql`date ${firstIncompleteMonth(facts)}`;
  const from = (what: Sql, relation: string): Sql =>
    sql`select ${key} as key, ${joined} as value_key, acquisition_month, ${what} from ${table(relation)} t where acquisition_month is not null`;
  const same = (...names: Summed[]): Partial<Record<Summed, Sql>> =>
    Object.fromEntries(names.map((name) => [name, raw(name)]));
  const months = part(same("customer_months", "exposures", "lapses"));
  const whole = (value: string): Sql => sql`case when month < ${end} then ${raw(value)} else 0 end`;
  const net = "(gross_revenue - refunds)";
  const paid = part({
    purchases: whole("purchases"),
    orders: whole("orders"),
    net_revenue: whole(net),
    net_margin: whole(marginOf(net)),
    historic_revenue: raw(net),
    historic_margin: raw(marginOf(net)),
  });
  const expected = part({
    ...same("customers", "residual_value"),
    seen: sql`case when acquisition_month < ${end} then customers else 0 end`,
  });
  return sql`select ${scope} as scope, ${attribute} as attribute, key, value_key, acquisition_month, ${sums()}
from (${from(months, "mart_value_months")} union all ${from(paid, "mart_cohort_months")} union all ${from(expected, "mart_cohort_expected")}) u
group by key, value_key, acquisition_month`;
}

function sums(): Sql {
  return list([
    ...counts.map((name) => sql`cast(sum(${raw(name)}) as bigint) as ${raw(name)}`),
    ...[...amounts, ...values].map((name) => sql`sum(${raw(name)}) as ${raw(name)}`),
  ]);
}

/** clv_value_views: what a customer is worth, by history, by formulas and by the model. */
export function selectValueViews(inputs: MartInputs): Sql {
  const { facts, config, table } = inputs;
  const { perMonth, perOrder, shareOfRevenue } = config.costs.service;
  // margin of a current customer and month, over the share of customers who are gone after it
  const formula2 = raw(
    "cast(net_margin as double precision) / nullif(customer_months, 0) * exposures / nullif(lapses, 0)",
  );
  const groups = sql`select scope, attribute, key, value_key, ${sums()},
  ${exactSum(raw("customers * formula"))} / nullif(sum(case when formula is not null then customers else 0 end), 0) as formula_2_by_cohort,
  cast(sum(case when formula is not null then customers else 0 end) as double precision) / nullif(sum(customers), 0) as by_cohort_share
from (select c.*, ${formula2} as formula from (${ofScopes(facts, (scope) => cells(scope, inputs))}) c) f group by scope, attribute, key, value_key`;
  const service = sql`${double(perMonth)} + ${double(perOrder)} * orders / nullif(customer_months, 0) + ${double(shareOfRevenue)} * arpu`;
  // what one of them pays and brings in a month, and how long it stays
  const rates = sql`select g.*, cast(net_revenue as double precision) / nullif(customer_months, 0) as arpu, cast(net_margin as double precision) / nullif(customer_months, 0) as margin_per_month,
  cast(lapses as double precision) / nullif(exposures, 0) as churn_rate, cast(exposures as double precision) / nullif(lapses, 0) as lifetime_months,
  cast(net_revenue as double precision) / nullif(purchases, 0) as aov, cast(purchases as double precision) / nullif(customer_months, 0) as frequency,
  cast(historic_revenue as double precision) / nullif(customers, 0) as historic_revenue_each, cast(historic_margin as double precision) / nullif(customers, 0) as historic_value,
  cast(residual_value as double precision) / nullif(customers, 0) as residual
from (${groups}) g`;
  const v = double((1 + facts.annualDiscountRate) ** (-1 / 12));
  const lives = sql`select r.*, 1 / nullif(1 - (1 - churn_rate) * ${v}, 0) as discounted_lifetime_months, ${service} as service_cost_per_month,
  arpu * lifetime_months as formula_1, margin_per_month / nullif(churn_rate, 0) as formula_2, aov * frequency * lifetime_months as formula_3,
  historic_value + residual as total, ${double(facts.meanCac)} as acquisition_cost from (${rates}) r`;
  return sql`select ${columns(inputs)}
from (${lives}) f left join (${bounds(inputs)}) b on b.value_key = f.value_key and b.horizon_days = ${facts.forEver ? 0 : facts.longestDays}
left join ${table("mart_value_retention")} c on c.value_key = f.value_key`;
}

function columns({ facts }: MartInputs): Sql {
  const as = (value: string, name: string): Sql => sql`${raw(value)} as ${raw(name)}`;
  const own = (...names: string[]): Sql[] => names.map((name) => as(`f.${name}`, name));
  const net = (each: string): string =>
    `(${each} - f.service_cost_per_month) * f.discounted_lifetime_months - coalesce(f.acquisition_cost, 0)`;
  return list(
    [
      ...own("scope", "attribute", "key", "customers", "customer_months", "exposures", "lapses"),
      as("cast(f.net_revenue as double precision)", "net_revenue"),
      ...own("purchases", "arpu", "churn_rate", "lifetime_months"),
      as("cast(f.customer_months as double precision) / nullif(f.customers, 0)", "months_so_far"),
      ...own("aov", "frequency", "formula_1", "formula_2", "formula_3", "discounted_lifetime_months"),
      ...own("service_cost_per_month", "acquisition_cost"),
      as(net("f.arpu"), "formula_1_net"),
      as(net("f.margin_per_month"), "formula_2_net"),
      as(net("f.aov * f.frequency"), "formula_3_net"),
      as("f.historic_revenue_each", "historic_revenue"),
      ...own("historic_value"),
      boundedValues("predictive_residual", raw("f.residual"), "b", "value"),
      boundedValues("predictive_total", raw("f.residual"), "b", "value", raw("f.historic_value")),
      sql`cast(${facts.forEver ? null : facts.longestDays} as integer) as predictive_horizon_days`,
      ...["formula_1", "formula_2", "formula_3"].map(gap),
      as(
        "1 - cast(f.customer_months - f.exposures as double precision) / nullif(f.seen, 0)",
        "churn_observed_share",
      ),
      as(
        "cast(f.customer_months as double precision) / nullif(f.customers, 0) / f.lifetime_months",
        "lifetime_seen_share",
      ),
      ...own("formula_2_by_cohort", "by_cohort_share"),
      as(heterogeneity, "heterogeneity_gap"),
      as("c.retention", "aggregate_retention"),
      as("c.lifetime", "naive_lifetime_periods"),
      as(naive, "naive_residual"),
      as(`${naive} / nullif(f.residual, 0) - 1`, "naive_gap"),
      as(reason, "reason"),
    ],
    ",\n  ",
  );
}

const heterogeneity = "f.formula_2 / nullif(f.formula_2_by_cohort, 0) - 1";

/** Of a customer: payments to come at aggregate retention, of those who subscribe still, times the margin of a payment. */
const naive =
  "cast(c.alive as double precision) / nullif(f.customers, 0) * c.to_come * cast(f.net_margin as double precision) / nullif(f.purchases, 0)";

/** How far a formula is from what the model says; the more that is, the lower. */
function gap(formula: string): Sql {
  const from = (total: Sql): Sql => sql`${raw(`f.${formula}`)} / nullif(${total}, 0) - 1`;
  const ends = intervalBounds.map(({ name }, i) => {
    const other = id(`value_${intervalBounds[intervalBounds.length - 1 - i]!.name}`);
    return sql`${from(sql`f.historic_value + f.residual * b.${other}`)} as ${id(`${formula}_gap_${name}`)}`;
  });
  return list([sql`${from(raw("f.total"))} as ${id(`${formula}_gap`)}`, ...ends]);
}

/** A life is hardly seen where less than this of it was. */
const seenEnough = 0.5;
/** Cohorts differ where the formula of all is so far from those of each. */
const alike = 0.1;

/** What keeps formula_2 from being known, or is most likely to have it wrong. */
const reason = `case when f.seen = 0 then 'no_complete_month' when f.exposures = 0 then 'no_next_month' when f.lapses = 0 then 'no_lapse'
    when cast(f.customer_months as double precision) < ${seenEnough} * f.customers * f.lifetime_months then 'survivorship'
    when abs(${heterogeneity}) > ${alike} then 'heterogeneity' else 'constant_rate' end`;

/** Bounds by what is valued together: those of cohorts are there already. */
function bounds({ table, facts }: MartInputs): Sql {
  const factors = list([raw("horizon_days"), ...intervalBounds.map(({ name }) => id(`value_${name}`))]);
  return list(
    scopes(facts).map(({ bounds }) =>
      bounds === null
        ? sql`select 'cohort=' || group_key as value_key, ${factors} from ${table("mart_cohort_bounds_0")} b`
        : sql`select group_key as value_key, ${factors} from ${table(bounds)} b`,
    ),
    "\nunion all ",
  );
}
