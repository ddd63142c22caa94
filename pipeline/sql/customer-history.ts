import { list, raw, type Sql, sql } from "./sql.js";

/** Scores of one or more as-of dates: a relation with the columns of scores, for these horizons at least. */
export interface DatedScores {
  readonly relation: Sql;
  readonly horizons: readonly Horizon[];
}

/** A horizon that scores have columns for. */
export interface Horizon {
  readonly days: number;
  /** Whether they have its CLV: scores of a log without amounts have none. */
  readonly valued: boolean;
}

/** The horizons that a table of scores has columns for, the longest first. */
export function horizonsIn(columns: readonly { readonly name: string }[]): Horizon[] {
  const names = new Set(columns.map(({ name }) => name));
  return [...names]
    .flatMap((name) => /^expected_purchases_(\d+)d$/.exec(name)?.slice(1).map(Number) ?? [])
    .sort((a, b) => b - a)
    .map((days) => ({ days, valued: names.has(`clv_${days}d`) }));
}

/** Each as-of date of a table of scores with the one before it. */
export function historyDates(scores: Sql): Sql {
  return sql`select as_of, lag(as_of) over (order by as_of) as previous_as_of from (select distinct as_of from ${scores}) d`;
}

/**
 * clv_customer_history: one row a customer and as-of date, over the longest horizon that was published at that date, with
 * what changed since the as-of date before. Changes are NULL where the customer was not scored then, that of the CLV also
 * where the horizon was another one. Scores that have no CLV at any horizon have no columns of it here. Names are plain ones, so that every warehouse reads the statement as it is.
 * @param dates as_of and previous_as_of, for each other key as well
 * @param keys columns of scores that hold the date of a row
 */
export function customerHistory(
  now: DatedScores,
  before: DatedScores,
  dates: Sql,
  keys: readonly string[] = ["as_of"],
): Sql {
  const money = now.horizons.some(({ valued }) => valued);
  const own = [
    ...["customer_id", "as_of", "x", "p_alive", "expected_purchases"],
    ...(money ? ["clv"] : []),
    ...["horizon_days", "value_tier"],
  ];
  const change = raw(
    money ? "\n  case when b.horizon_days = n.horizon_days then n.clv - b.clv end as clv_change," : "",
  );
  // ClickHouse keeps the n. in the name of a column unless it is given its name
  const ofNow = (names: readonly string[]): Sql =>
    raw(names.map((name) => `n.${name} as ${name}`).join(", "));
  const same = (side: string, prefix: string): Sql =>
    list(
      keys.map((key) => raw(`${side}.${key} = d.${prefix}${key}`)),
      " and ",
    );
  return sql`select ${ofNow(own)},
  b.as_of as previous_as_of, b.value_tier as previous_tier, n.p_alive - b.p_alive as p_alive_change,${change} ${ofNow(["model_version", "run_id"])}
from (${followed(now, money)}) n join (${dates}) d on ${same("n", "")}
left join (${followed(before, money)}) b on ${same("b", "previous_")} and b.customer_id = n.customer_id`;
}

/** A row has values for the horizons of its own date alone. */
function followed({ relation, horizons }: DatedScores, money: boolean): Sql {
  const ofLongest = (value: (horizon: Horizon) => string): string =>
    `case ${horizons.map((h) => `when expected_purchases_${h.days}d is not null then ${value(h)}`).join(" ")} end`;
  const clv = horizons.some(({ valued }) => valued)
    ? ofLongest(({ days, valued }) => (valued ? `clv_${days}d` : "null"))
    : "cast(null as double precision)";
  return sql`select customer_id, as_of, x, p_alive, value_tier, model_version, run_id,
  ${raw(ofLongest(({ days }) => `expected_purchases_${days}d`))} as expected_purchases,${raw(money ? ` ${clv} as clv,` : "")}
  ${raw(ofLongest(({ days }) => String(days)))} as horizon_days from ${relation}`;
}
