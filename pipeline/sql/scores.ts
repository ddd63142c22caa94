import { historyKeys } from "./covariate-groups.js";
import type { Dialect } from "./dialect.js";
import { exactSum } from "./exact-sum.js";
import { intervalColumns } from "./interval-columns.js";
import { attributeColumn } from "./parse-rows.js";
import { id, list, lit, raw, type Sql, sql } from "./sql.js";
import { valueRanks } from "./value-ranks.js";

export interface ScoreOptions {
  /** rows of `customers`, which the tiers are shares of */
  readonly customers: number;
  readonly asOf: string;
  readonly horizonsDays: readonly number[];
  /** Of all customers; 1 where they differ in it. */
  readonly margin: number;
  /** Where they do: that of a customer, an expression over customers c. Absent: they do not. */
  readonly ownMargin?: Sql;
  readonly attributes: readonly string[];
  /** Tier names with the share of customers they end at, best first. */
  readonly tiers: Readonly<Record<string, number>>;
  readonly modelVersion: string;
  readonly runId: string;
  /** Whether `predictions` holds quantiles of purchases and of value. */
  readonly intervals: boolean;
  /** Whether customers and predictions have a group of covariates. */
  readonly grouped: boolean;
  /** Whether the log has amounts; absent: it has. */
  readonly money?: boolean;
  /** Expected spend per future purchase, an expression over customers c and predictions p; null without amounts. */
  readonly expectedSpend: Sql | null;
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
  const { money, expected, purchaseBounds } = scoreColumns(o);
  const valueBounds = money && o.intervals ? intervalColumns("value", o.horizonsDays) : [];
  const discounted = money ? o.horizonsDays.map((h) => `discounted_purchases_${h}d`) : [];
  const same = historyKeys(o.grouped).map((key) => sql`p.${key} = c.${key}`);
  const { rate, columns: rateColumns } = marginIn(o);
  const worth = (purchases: string): Sql => sql`${rate} * expected_spend * ${id(purchases)}`;
  const predicted = [
    ...["p_alive", ...expected, ...discounted],
    ...(money ? ["discounted_purchases"] : []),
    ...[...purchaseBounds, ...valueBounds],
  ];
  // expected spend can be a long expression: it is worked out once, and what it is multiplied by comes after
  const priced = sql`select ${lines([
    [
      raw("c.customer_id, c.x, c.first_day, c.last_day"),
      ...(money ? [raw("c.total_spend as historic_value")] : []),
    ],
    predicted.map((name) => sql`p.${id(name)}`),
    [
      ...(o.expectedSpend === null ? [] : [sql`${o.expectedSpend} as expected_spend`]),
      ...(o.ownMargin === undefined ? [] : [sql`${o.ownMargin} as ${rate}`]),
      ...o.attributes.map((a) => sql`c.${id(attributeColumn(a))} as ${id(a)}`),
    ],
  ])}
from ${customers} c join ${predictions} p on ${list(same, " and ")}${dialect.fence}`;
  return sql`select customer_id, date ${o.asOf} as as_of, x,
  ${dialect.daysBetween(raw("first_day"), raw("last_day"))} as t_x_days, ${dialect.daysBetween(raw("first_day"), sql`date ${o.asOf}`)} as t_cal_days,
  ${lines([
    [
      raw("first_day, last_day"),
      ...(money ? [raw("historic_value")] : []),
      raw("p_alive, 1 - p_alive as churn_probability"),
      ...expected.map(id),
      ...(money ? [raw("expected_spend")] : []),
    ],
    (money?.clv ?? []).map((name, i) => sql`${worth(discounted[i]!)} as ${id(name)}`),
    [
      ...purchaseBounds.map((name) => sql`cast(${id(name)} as integer) as ${id(name)}`),
      ...valueBounds.map((name, i) => sql`${worth(name)} as ${id(money!.bounds[i]!)}`),
      ...(money ? [sql`${worth("discounted_purchases")} as residual_clv`] : []),
      ...rateColumns,
      ...o.attributes.map(id),
    ],
  ])}
from (${priced}) v`;
}

/** The margin in the rows that scoredRows gives: a number, or a column of theirs, which `scores` are without. */
function marginIn({ margin, ownMargin }: Pick<ScoreOptions, "margin" | "ownMargin">): {
  readonly rate: Sql;
  readonly columns: readonly Sql[];
} {
  const own = id("own_margin_rate");
  return ownMargin === undefined ? { rate: lit(margin), columns: [] } : { rate: own, columns: [own] };
}

/**
 * scores out of the rows that scoredRows gives, in one table or in parts. value_rank orders by CLV over the longest
 * horizon, or without amounts by expected purchases; equal values share the best rank and its tier, so that no tie is broken
 * by chance. Who is worth nothing, as who is certainly gone, is in the lowest tier, whatever the shares.
 * @param scored a select of the rows; read twice
 */
export function rankedScores(scored: Sql, o: Omit<ScoreOptions, "expectedSpend">): Sql {
  const { money, expected, purchaseBounds, ranked } = scoreColumns(o);
  const tiers = Object.entries(o.tiers);
  const worthSomething = sql`${id(ranked)} > 0`;
  const tier = tiers.map(([name, share], i) =>
    i === tiers.length - 1
      ? sql`else ${name}`
      : sql`when ${worthSomething} and value_rank <= ${lit(share)} * ${lit(o.customers)} then ${name}`,
  );
  // ranks are made apart from the rows, since a window carries all columns of its rows along
  return sql`with ${valueRanks(scored, ranked)}
select ${lines([
    [
      raw("s.customer_id, as_of, x, t_x_days, t_cal_days, first_day, last_day"),
      ...(money ? [raw("historic_value")] : []),
    ],
    [raw("p_alive, churn_probability"), ...expected.map(id), ...(money ? [raw("expected_spend")] : [])],
    [
      ...[...(money?.clv ?? []), ...purchaseBounds, ...(money?.bounds ?? [])].map(id),
      ...(money ? [raw("residual_clv")] : []),
    ],
    money
      ? [
          sql`${marginIn(o).rate} * cast(historic_value as double precision) + coalesce(residual_clv, ${id(ranked)}) as total_value`,
        ]
      : [],
    [sql`value_rank, case ${list(tier, " ")} end as value_tier`],
    [...o.attributes.map(id), sql`${o.modelVersion} as model_version`, sql`${o.runId} as run_id`],
  ])}
from (${scored}) s join value_ranks r on r.customer_id = s.customer_id
order by s.customer_id`;
}

/** scores of all customers at once. */
export function scores(dialect: Dialect, customers: Sql, predictions: Sql, o: ScoreOptions): Sql {
  return rankedScores(scoredRows(dialect, customers, predictions, o), o);
}

/** The columns of scores that depend on horizons and intervals, and by which of them customers are ranked. */
function scoreColumns({
  money = true,
  intervals,
  horizonsDays,
}: Pick<ScoreOptions, "money" | "intervals" | "horizonsDays">): {
  readonly expected: readonly string[];
  readonly purchaseBounds: readonly string[];
  /** Null where the log has no amounts. */
  readonly money: { readonly clv: readonly string[]; readonly bounds: readonly string[] } | null;
  readonly ranked: string;
} {
  const bounds = (of: string): string[] => (intervals ? intervalColumns(of, horizonsDays) : []);
  return {
    expected: horizonsDays.map((h) => `expected_purchases_${h}d`),
    purchaseBounds: bounds("purchases"),
    money: money ? { clv: horizonsDays.map((h) => `clv_${h}d`), bounds: bounds("clv") } : null,
    ranked: rankedBy(Math.max(...horizonsDays), money),
  };
}

/** The column of scores that customers are ranked by. */
function rankedBy(longest: number, money: boolean): string {
  return money ? `clv_${longest}d` : `expected_purchases_${longest}d`;
}

/** Columns in lines, those that hold any. */
function lines(of: readonly (readonly Sql[])[]): Sql {
  return list(
    of.filter((columns) => columns.length > 0).map((columns) => list(columns)),
    ",\n  ",
  );
}

/** Totals over all scores. */
export function scoreTotals(table: Sql, horizonsDays: readonly number[], money = true): Sql {
  const sums = horizonsDays.flatMap((h) => [`expected_purchases_${h}d`, ...(money ? [`clv_${h}d`] : [])]);
  return sql`select ${lines([
    [
      raw("count(*) as customers"),
      ...(money ? [raw("cast(sum(historic_value) as double precision) as historic_value")] : []),
      sql`${exactSum(raw("p_alive"))} as expected_alive`,
    ],
    sums.map((c) => sql`${exactSum(id(c))} as ${id(c)}`),
    money ? [sql`${exactSum(raw("residual_clv"))} as residual_clv`] : [],
  ])} from ${table}`;
}

/** Customers and value (expected purchases without amounts) by tier, best first. */
export function tierTotals(table: Sql, longest: number, money = true): Sql {
  const total = sql`${exactSum(id(rankedBy(longest, money)))} as ${raw(money ? "clv" : "expected_purchases")}`;
  return sql`select value_tier as tier, count(*) as customers, ${total} from ${table} group by value_tier order by min(value_rank)`;
}

/** The customers worth most over the longest horizon, or of whom most purchases are expected. */
export function topCustomers(table: Sql, longest: number, limit: number, money = true): Sql {
  const value = money ? sql`, expected_spend, ${id(`clv_${longest}d`)} as clv` : raw("");
  return sql`select customer_id, x, p_alive, ${id(`expected_purchases_${longest}d`)} as expected_purchases${value}
from ${table} order by value_rank, customer_id limit ${limit}`;
}

/** What an output must still hold after it was written. */
export function reconciledSums(relation: Sql, longest: number, money = true): Sql {
  return sql`select ${list([
    raw("count(*) as n"),
    ...(money ? [raw("cast(coalesce(sum(historic_value), 0) as double precision) as historic_value")] : []),
    sql`coalesce(${exactSum(id(`expected_purchases_${longest}d`))}, 0) as expected_purchases`,
    ...(money ? [sql`coalesce(${exactSum(id(`clv_${longest}d`))}, 0) as clv`] : []),
  ])}
from ${relation}`;
}
