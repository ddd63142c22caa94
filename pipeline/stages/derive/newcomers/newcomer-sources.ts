import { marginRate } from "../../../marts/margin.js";
import type { MartInputs } from "../../../marts/mart.js";
import { exactSum } from "../../../sql/exact-sum.js";
import { attributeColumn } from "../../../sql/parse-rows.js";
import { id, list, lit, raw, type Sql, sql } from "../../../sql/sql.js";
import type { StageContext } from "../../../stage.js";
import { calendarDay, isoDate } from "../../../time/day-number.js";

/** The customers of a source, in sums. */
export interface SourceSums {
  readonly attribute: string | null;
  readonly source: string | null;
  readonly customers: number;
  /** With repeat purchases. */
  readonly repeaters: number;
  /** Repeat purchases, and what a newcomer's would have been in the same time, with the variance of that. */
  readonly repeats: number;
  readonly expected: number;
  readonly variance: number;
  /** Of the last 365 days. */
  readonly recent: number;
  readonly margin: number;
  /** Null without amounts: sums of a value and of its square. */
  readonly first: Moments | null;
  readonly recentFirst: Moments | null;
  readonly spend: Moments | null;
}

export interface Moments {
  readonly sum: number;
  readonly squares: number;
}

/**
 * The sources of customers with what they did so far.
 * @param reach table of what a newcomer buys within t_cal: t_cal, expected, variance
 */
export async function sourceSums(
  reach: string,
  inputs: MartInputs,
  { engine, signal }: StageContext,
): Promise<SourceSums[]> {
  const found: SourceSums[] = [];
  for (const attribute of [null, ...inputs.facts.attributes]) {
    const rows = await engine.rows(sumsBy(attribute, reach, inputs), signal);
    found.push(...rows.map((row) => sumsOf(attribute, row, inputs.facts.money)));
  }
  return found;
}

function sumsOf(
  attribute: string | null,
  row: Readonly<Record<string, unknown>>,
  money: boolean,
): SourceSums {
  const number = (name: string): number => Number(row[name] ?? 0);
  const moments = (name: string): Moments | null =>
    money ? { sum: number(`${name}_sum`), squares: number(`${name}_squares`) } : null;
  const customers = number("customers");
  return {
    ...{ attribute, source: row.source == null ? null : String(row.source), customers },
    ...{ repeaters: number("repeaters"), repeats: number("repeats"), recent: number("recent") },
    ...{ expected: number("expected"), variance: number("variance") },
    margin: customers > 0 ? number("margin_sum") / customers : 0,
    ...{ first: moments("first"), recentFirst: moments("recent_first"), spend: moments("spend") },
  };
}

/** One select of `sourceSums`. */
export function sumsBy(attribute: string | null, reach: string, inputs: MartInputs): Sql {
  const { table, facts } = inputs;
  const since = isoDate(calendarDay(facts.asOf)! - 365);
  const recent = sql`c.first_day > cast(${lit(since)} as date)`;
  const value = (name: string, amount: Sql): Sql[] => [
    sql`${exactSum(amount)} as ${id(`${name}_sum`)}`,
    sql`${exactSum(sql`(${amount}) * (${amount})`)} as ${id(`${name}_squares`)}`,
  ];
  const first = raw("cast(c.first_amount as double precision)");
  const by = attribute === null ? null : sql`c.${id(attributeColumn(attribute))}`;
  const columns = [
    sql`${by ?? raw("cast(null as varchar)")} as source`,
    raw("count(*) as customers"),
    raw("count(case when c.x > 0 then 1 end) as repeaters"),
    raw("cast(sum(c.x) as bigint) as repeats"),
    sql`${exactSum(raw("r.expected"))} as expected`,
    sql`${exactSum(raw("r.variance"))} as variance`,
    sql`count(case when ${recent} then 1 end) as recent`,
    sql`${exactSum(marginRate(inputs, "c"))} as margin_sum`,
    ...(facts.money
      ? [
          ...value("first", first),
          ...value("recent_first", sql`case when ${recent} then ${first} end`),
          ...value("spend", raw("s.expected_spend")),
        ]
      : []),
  ];
  const scores = facts.money ? sql` join ${table("scores")} s on s.customer_id = c.customer_id` : sql``;
  return sql`select ${list(columns)} from ${table("customers")} c join ${table(reach)} r on r.t_cal = c.t_cal${scores}${by === null ? sql`` : sql` group by ${by} order by ${inputs.dialect.byBytes(by)} nulls last`}`;
}

/** How many customers of each source have each group of covariates. */
export async function groupShares(
  { table, facts }: MartInputs,
  { engine, signal }: StageContext,
): Promise<(attribute: string | null, source: string | null) => ReadonlyMap<number, number>> {
  const key = (attribute: string | null, source: string | null): string =>
    JSON.stringify([attribute, source]);
  const found = new Map<string, Map<number, number>>();
  for (const attribute of [null, ...facts.attributes]) {
    const source = attribute === null ? raw("cast(null as varchar)") : id(attributeColumn(attribute));
    const by = attribute === null ? raw("covariate_group") : sql`${source}, covariate_group`;
    const rows = await engine.rows(
      sql`select ${source} as source, covariate_group, count(*) as n from ${table("customers")} c group by ${by} order by ${by}`,
      signal,
    );
    for (const row of rows) {
      const own = key(attribute, row.source == null ? null : String(row.source));
      const shares = found.get(own) ?? new Map<number, number>();
      shares.set(Number(row.covariate_group), Number(row.n));
      found.set(own, shares);
    }
  }
  return (attribute, source) => found.get(key(attribute, source)) ?? new Map();
}
