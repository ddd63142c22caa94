import { list, lit, raw, type Sql, sql } from "../sql/sql.js";
import { say } from "../text/messages/say.js";
import { column } from "./columns.js";
import { declared } from "./declared.js";
import { filtered } from "./filtered.js";
import type { Mart, MartColumn, MartInputs } from "./mart.js";

/** What a customer can be. */
export const lifecycles = ["new", "active", "at_risk", "lost"] as const;

/** Each customer's place: by its own rhythm and P(alive), and by fifths of recency, frequency and revenue. */
export const customerSegments: Mart = {
  name: "clv_customer_segments",
  question: "customerSegments.question",
  needs: () => null,
  tables: [
    {
      name: "clv_customer_segments",
      holds: "Each customer's rhythm, lifecycle, and fifths of recency, frequency and revenue",
      grain: ["customer_id"],
      columns: ({ tiers }) => declared(columns, { values: { lifecycle: lifecycles, value_tier: tiers } }),
      replaces: "date",
      select: (inputs) => customerSegmentsSelect(inputs),
    },
  ],
  identities: [
    {
      says: "customers of all lifecycles",
      select: ({ table }) =>
        sql`select (select count(*) from ${table("clv_customer_segments")} where lifecycle in (${list(lifecycles.map(lit))})) as found, (select count(*) from ${table("customers")}) as expected`,
    },
  ],
  view: {
    select: ({ table }, { limit, filters }) =>
      sql`select lifecycle, count(*) as customers, avg(cast(recency_days as double precision)) as recency_days, avg(expected_gap_days) as expected_gap_days
from ${table("clv_customer_segments")} where ${filtered(filters)} group by lifecycle order by lifecycle limit ${limit}`,
    columns: () => [
      { name: "lifecycle", heading: say("customerSegments.lifecycle"), as: "words" },
      { name: "customers", heading: say("customerSegments.customers"), as: "count" },
      { name: "recency_days", heading: say("customerSegments.recency"), as: "count" },
      { name: "expected_gap_days", heading: say("customerSegments.gap"), as: "count" },
    ],
    answer: (rows) =>
      say(
        "customerSegments.answer",
        rows.map((r) => ({ lifecycle: String(r.lifecycle), customers: Number(r.customers) })),
      ),
  },
};

const scoreOf = (what: string): string =>
  `5 for the best fifth of customers by ${what}, 1 for the last; equal values have equal scores`;

const columns: readonly MartColumn[] = [
  column("customer_id", "text", "customer id, as in the source"),
  column("recency_days", "integer", "days from the last purchase to as_of", "days"),
  column(
    "expected_gap_days",
    "number",
    "expected days between purchases: its own mean, drawn to that of all customers with the weight of one gap; null where nobody bought twice",
    "days",
  ),
  column("gaps_overdue", "number", "recency_days as a multiple of expected_gap_days", "gaps"),
  column(
    "lifecycle",
    "text",
    "new, lost, at_risk or active, by P(alive) and gaps_overdue",
    "",
    "the first that holds, see segments of clv.yaml: new (bought once, lately), lost, at_risk, active",
  ),
  column("r_score", "integer", scoreOf("day of the last purchase")),
  column("f_score", "integer", scoreOf("repeat purchases")),
  column("m_score", "integer", `${scoreOf("revenue")}; null without amounts`),
  column("rfm", "text", "the digits of r_score, f_score and m_score; of the first two without amounts"),
  column("p_alive", "number", "probability that the customer is still active at as_of", "probability"),
  column("value_tier", "text", "tier by share of customers in the order of value_rank"),
];

/** Rows by customer, before those of other tables are joined: what the definitions are of. */
export function customerSegmentsSelect({ dialect, facts, config, table }: MartInputs): Sql {
  const { segments } = config;
  const asOf = sql`date ${facts.asOf}`;
  const limit = (value: number): Sql => sql`cast(${String(value)} as decimal(38,12))`;
  const exact = (value: Sql): Sql => sql`cast(${value} as decimal(38,12))`;
  const below = (value: number): Sql => sql`${exact(raw("b.p_alive"))} < ${limit(value)}`;
  const beyond = (value: number): Sql => sql`${exact(raw("b.gaps_overdue"))} > ${limit(value)}`;
  const revenue = facts.money;
  const score = (name: string): Sql =>
    sql`cast(1 + floor(cast(5 * (2 * ${raw(name)}.upto - ${raw(name)}.n) as double precision) / (2 * a.customers)) as integer)`;
  const digits = ["r_score", "f_score", ...(revenue ? ["m_score"] : [])];
  return sql`with c as (
  select k.customer_id, k.first_day, k.last_day, k.x, ${revenue ? raw("k.total_spend") : raw("0")} as revenue, ${dialect.daysBetween(raw("k.first_day"), raw("k.last_day"))} as between_days,
    ${dialect.daysBetween(raw("k.last_day"), asOf)} as recency_days, ${dialect.daysBetween(raw("k.first_day"), asOf)} as age_days, s.p_alive, s.value_tier
  from ${table("customers")} k left join ${table("scores")} s on s.customer_id = k.customer_id
), a as (
  select count(*) as customers, case when sum(x) > 0 then cast(sum(between_days) as double precision) / cast(sum(x) as double precision) end as gap_days from c
), r as (${upTo("last_day")}), f as (${upTo("x")}), m as (${upTo("revenue")}), g as (
  select c.*, (c.between_days + a.gap_days) / (c.x + 1) as expected_gap_days,
    ${score("r")} as r_score, ${score("f")} as f_score, ${revenue ? score("m") : raw("cast(null as integer)")} as m_score
  from c cross join a join r on r.v = c.last_day join f on f.v = c.x join m on m.v = c.revenue
), b as (
  select g.*, case when expected_gap_days > 0 then recency_days / expected_gap_days end as gaps_overdue from g
)
select b.customer_id, cast(b.recency_days as integer) as recency_days, b.expected_gap_days, b.gaps_overdue,
  case when b.x = 0 and b.age_days <= ${segments.newDays} then 'new' when ${below(segments.lostPAlive)} or ${beyond(segments.lostGaps)} then 'lost'
    when ${below(segments.riskPAlive)} or ${beyond(segments.riskGaps)} then 'at_risk' else 'active' end as lifecycle,
  b.r_score, b.f_score, b.m_score, ${digits.map((d) => sql`cast(b.${raw(d)} as varchar)`).reduce((x, y) => sql`${x} || ${y}`)} as rfm, b.p_alive, b.value_tier
from b`;
}

/** Customers with each value, and with this or a lower one. */
function upTo(name: string): Sql {
  return raw(
    `select v, n, sum(n) over (order by v) as upto from (select ${name} as v, count(*) as n from c group by ${name}) counted`,
  );
}
