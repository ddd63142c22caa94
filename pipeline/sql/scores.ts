import { historyKeys } from "./covariate-groups.js";
import type { Dialect } from "./dialect.js";
import { intervalColumns } from "./interval-columns.js";
import { attributeColumn } from "./parse-rows.js";
import { id, list, lit, raw, type Sql, sql } from "./sql.js";
import { valueRanks } from "./value-ranks.js";

export interface ScoreOptions {
  /** rows of `customers`, which the tiers are shares of */
  readonly customers: number;
  readonly asOf: string;
  readonly horizonsDays: readonly number[];
  readonly margin: number;
  readonly attributes: readonly string[];
  /** Tier names with the share of customers they end at, best first. */
  readonly tiers: Readonly<Record<string, number>>;
  readonly modelVersion: string;
  readonly runId: string;
  /** Whether `predictions` holds quantiles of purchases and of value. */
  readonly intervals: boolean;
  /** Whether customers and predictions have a group of covariates. */
  readonly grouped: boolean;
  /** Expected spend per future purchase, an expression over customers c and predictions p. */
  readonly expectedSpend: Sql;
}

/** The customer's own mean over repeat purchases; a mean that refunds made negative counts as nothing. */
export const ownMean = raw("greatest(coalesce(c.mean_spend, 0), 0)");

/** The same over all purchases, the first one included. */
export const ownMeanOfAll = raw("greatest(cast(c.total_spend as double precision) / (c.x + 1), 0)");

/**
 * One row a customer: predictions of each distinct history joined back to its customers, with what depends on the
 * customer's own spend worked out here. All of `scores` but what compares customers or is the same for all of them.
 */
export function scoredRows(dialect: Dialect, customers: Sql, predictions: Sql, o: ScoreOptions): Sql {
  const { purchaseBounds, clvBounds, expected } = columnsOf(o);
  const valueBounds = o.intervals ? intervalColumns("value", o.horizonsDays) : [];
  const discounted = o.horizonsDays.map((h) => `discounted_purchases_${h}d`);
  const same = historyKeys(o.grouped).map((key) => sql`p.${key} = c.${key}`);
  const worth = (purchases: string): Sql => sql`${lit(o.margin)} * expected_spend * ${id(purchases)}`;
  const predicted = ["p_alive", ...expected, ...discounted, "discounted_purchases", ...purchaseBounds];
  // expected spend can be a long expression: it is worked out once, and what it is multiplied by comes after
  const priced = sql`select c.customer_id, c.x, c.first_day, c.last_day, c.total_spend as historic_value,
  ${list([...predicted, ...valueBounds].map((name) => sql`p.${id(name)}`))},
  ${list([sql`${o.expectedSpend} as expected_spend`, ...o.attributes.map((a) => sql`c.${id(attributeColumn(a))} as ${id(a)}`)])}
from ${customers} c join ${predictions} p on ${list(same, " and ")}${dialect.fence}`;
  return sql`select customer_id, date ${o.asOf} as as_of, x,
  ${dialect.daysBetween(raw("first_day"), raw("last_day"))} as t_x_days, ${dialect.daysBetween(raw("first_day"), sql`date ${o.asOf}`)} as t_cal_days,
  first_day, last_day, historic_value, p_alive, 1 - p_alive as churn_probability, ${list(expected.map(id))}, expected_spend,
  ${list(o.horizonsDays.map((h, i) => sql`${worth(discounted[i]!)} as ${id(`clv_${h}d`)}`))},
  ${list([
    ...purchaseBounds.map((name) => sql`cast(${id(name)} as integer) as ${id(name)}`),
    ...valueBounds.map((name, i) => sql`${worth(name)} as ${id(clvBounds[i]!)}`),
    sql`${worth("discounted_purchases")} as residual_clv`,
    ...o.attributes.map(id),
  ])}
from (${priced}) v`;
}

/**
 * scores out of the rows that scoredRows gives, in one table or in parts. value_rank orders by CLV over the longest
 * horizon; equal values share the best rank and its tier, so that no tie is broken by chance.
 * @param scored a select of the rows; read twice
 */
export function rankedScores(scored: Sql, o: Omit<ScoreOptions, "expectedSpend">): Sql {
  const { purchaseBounds, clvBounds, expected } = columnsOf(o);
  const longest = `clv_${Math.max(...o.horizonsDays)}d`;
  const tiers = Object.entries(o.tiers);
  const tier = tiers.map(([name, share], i) =>
    i === tiers.length - 1
      ? sql`else ${name}`
      : sql`when value_rank <= ${lit(share)} * ${lit(o.customers)} then ${name}`,
  );
  // ranks are made apart from the rows, since a window carries all columns of its rows along
  return sql`with ${valueRanks(scored, longest)}
select s.customer_id, as_of, x, t_x_days, t_cal_days, first_day, last_day, historic_value,
  p_alive, churn_probability, ${list(expected.map(id))}, expected_spend,
  ${list([...o.horizonsDays.map((h) => `clv_${h}d`), ...purchaseBounds, ...clvBounds].map(id))}, residual_clv,
  ${lit(o.margin)} * cast(historic_value as double precision) + coalesce(residual_clv, ${id(longest)}) as total_value,
  value_rank, case ${list(tier, " ")} end as value_tier,
  ${list([...o.attributes.map(id), sql`${o.modelVersion} as model_version`, sql`${o.runId} as run_id`])}
from (${scored}) s join value_ranks r on r.customer_id = s.customer_id
order by s.customer_id`;
}

/** scores of all customers at once. */
export function scores(dialect: Dialect, customers: Sql, predictions: Sql, o: ScoreOptions): Sql {
  return rankedScores(scoredRows(dialect, customers, predictions, o), o);
}

function columnsOf({ intervals, horizonsDays }: Pick<ScoreOptions, "intervals" | "horizonsDays">): {
  readonly purchaseBounds: readonly string[];
  readonly clvBounds: readonly string[];
  readonly expected: readonly string[];
} {
  return {
    purchaseBounds: intervals ? intervalColumns("purchases", horizonsDays) : [],
    clvBounds: intervals ? intervalColumns("clv", horizonsDays) : [],
    expected: horizonsDays.map((h) => `expected_purchases_${h}d`),
  };
}

/** Totals over all scores. */
export function scoreTotals(table: Sql, horizonsDays: readonly number[]): Sql {
  return sql`select count(*) as customers, cast(sum(historic_value) as double precision) as historic_value, sum(p_alive) as expected_alive,
  ${list(horizonsDays.flatMap((h) => [`expected_purchases_${h}d`, `clv_${h}d`]).map((c) => sql`sum(${id(c)}) as ${id(c)}`))},
  sum(residual_clv) as residual_clv from ${table}`;
}

/** Customers and value by tier, best first. */
export function tierTotals(table: Sql, longest: number): Sql {
  const clv = id(`clv_${longest}d`);
  return sql`select value_tier as tier, count(*) as customers, sum(${clv}) as clv from ${table} group by value_tier order by min(value_rank)`;
}

/** The customers worth most over the longest horizon. */
export function topCustomers(table: Sql, longest: number, limit: number): Sql {
  return sql`select customer_id, x, p_alive, ${id(`expected_purchases_${longest}d`)} as expected_purchases, expected_spend, ${id(`clv_${longest}d`)} as clv
from ${table} order by value_rank, customer_id limit ${limit}`;
}

/** What an output must still hold after it was written. */
export function reconciledSums(relation: Sql, longest: number): Sql {
  return sql`select count(*) as n, cast(coalesce(sum(historic_value), 0) as double precision) as historic_value,
  coalesce(sum(${id(`expected_purchases_${longest}d`)}), 0) as expected_purchases, coalesce(sum(${id(`clv_${longest}d`)}), 0) as clv
from ${relation}`;
}
