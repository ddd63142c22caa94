import { list, raw, type Sql, sql } from "./sql.js";

/** Scores of one or more as-of dates: a relation with the columns of scores, for these horizons at least. */
export interface DatedScores {
  readonly relation: Sql;
  readonly horizonsDays: readonly number[];
}

/** The horizons that a table of scores has columns for, the longest first. */
export function horizonsIn(columns: readonly { readonly name: string }[]): number[] {
  return columns
    .flatMap(({ name }) => /^clv_(\d+)d$/.exec(name)?.slice(1).map(Number) ?? [])
    .sort((a, b) => b - a);
}

/** Each as-of date of a table of scores with the one before it. */
export function historyDates(scores: Sql): Sql {
  return sql`select as_of, lag(as_of) over (order by as_of) as previous_as_of from (select distinct as_of from ${scores}) d`;
}

/**
 * clv_customer_history: one row a customer and as-of date, over the longest horizon that was published at that date, with
 * what changed since the as-of date before. Changes are NULL where the customer was not scored then, that of the CLV also
 * where the horizon was another one. Names are plain ones, so that every warehouse reads the statement as it is.
 * @param dates as_of and previous_as_of, for each other key as well
 * @param keys columns of scores that hold the date of a row
 */
export function customerHistory(
  now: DatedScores,
  before: DatedScores,
  dates: Sql,
  keys: readonly string[] = ["as_of"],
): Sql {
  const own = [
    "customer_id",
    "as_of",
    "x",
    "p_alive",
    "expected_purchases",
    "clv",
    "horizon_days",
    "value_tier",
  ];
  // ClickHouse keeps the n. in the name of a column unless it is given its name
  const ofNow = (names: readonly string[]): Sql =>
    raw(names.map((name) => `n.${name} as ${name}`).join(", "));
  const same = (side: string, prefix: string): Sql =>
    list(
      keys.map((key) => raw(`${side}.${key} = d.${prefix}${key}`)),
      " and ",
    );
  return sql`select ${ofNow(own)},
  b.as_of as previous_as_of, b.value_tier as previous_tier, n.p_alive - b.p_alive as p_alive_change,
  case when b.horizon_days = n.horizon_days then n.clv - b.clv end as clv_change, ${ofNow(["model_version", "run_id"])}
from (${followed(now)}) n join (${dates}) d on ${same("n", "")}
left join (${followed(before)}) b on ${same("b", "previous_")} and b.customer_id = n.customer_id`;
}

/** A row has values for the horizons of its own date alone. */
function followed({ relation, horizonsDays }: DatedScores): Sql {
  const ofLongest = (value: (days: number) => string): Sql =>
    raw(
      `case ${horizonsDays.map((days) => `when expected_purchases_${days}d is not null then ${value(days)}`).join(" ")} end`,
    );
  return sql`select customer_id, as_of, x, p_alive, value_tier, model_version, run_id,
  ${ofLongest((days) => `expected_purchases_${days}d`)} as expected_purchases, ${ofLongest((days) => `clv_${days}d`)} as clv,
  ${ofLongest(String)} as horizon_days from ${relation}`;
}
