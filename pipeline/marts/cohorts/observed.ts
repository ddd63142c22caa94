import { monthsBetween } from "../../sql/customer-months.js";
import { exactSum } from "../../sql/exact-sum.js";
import { list, raw, type Sql, sql } from "../../sql/sql.js";
import { calendarDay, isoDate } from "../../time/day-number.js";
import type { MartFacts } from "../facts.js";
import type { MartInputs } from "../mart.js";
import { type Block, ofBlocks } from "./blocks.js";

/** The first day of the month of a day; yyyy-mm-dd. */
export const firstOfMonth = (day: string): string => `${day.slice(0, 7)}-01`;

/** The first day of the first month that is not over on the as-of date. */
export function firstIncompleteMonth({ asOf }: Pick<MartFacts, "asOf">): string {
  return firstOfMonth(isoDate(calendarDay(asOf)! + 1));
}

/** The months of the log, as rows of a VALUES. */
function monthsOfLog({ firstDay, asOf }: Pick<MartFacts, "firstDay" | "asOf">): Sql {
  const months: Sql[] = [];
  const last = firstOfMonth(asOf);
  for (let month = firstOfMonth(firstDay); month <= last; month = nextMonth(month))
    months.push(sql`(date ${month})`);
  return sql`(values ${list(months)}) v(month)`;
}

const nextMonth = (month: string): string => firstOfMonth(isoDate(calendarDay(month)! + 31));

const sums = ["active", "orders", "purchases"] as const;
const amounts = ["gross_revenue", "refunds"] as const;

/** Each cohort in each of its months. A month of no rows has zeros: a row of each month is added, and all are summed. */
function cells(block: Block, { table, facts }: MartInputs): Sql {
  const cohorts = sql`select ${block.source} as source, acquisition_month, sum(customers) as customers from ${table("mart_cohort_expected")} e group by ${block.source}, acquisition_month`;
  const zeros = list([
    ...sums.map((name) => sql`0 as ${raw(name)}`),
    ...amounts.map((name) => sql`0 as ${raw(name)}`),
  ]);
  const seen = list([...sums, ...amounts].map(raw));
  // what margin is left of the net revenue, to a trillionth, so that its sums do not depend on their order
  const margin = raw(
    "cast(cast(gross_revenue - refunds as double precision) * margin_rate as decimal(38,12)) as margin",
  );
  return sql`select ${block.attribute} as attribute, source, acquisition_month, month, cast(sum(customers) as bigint) as customers,
  ${list([
    ...sums.map((name) => sql`cast(sum(${raw(name)}) as bigint) as ${raw(name)}`),
    ...amounts.map((name) => sql`sum(cast(${raw(name)} as decimal(38,4))) as ${raw(name)}`),
    raw("sum(cast(margin as decimal(38,12))) as margin"),
  ])}
from (select c.source, c.acquisition_month, v.month, c.customers, ${zeros}, 0 as margin from (${cohorts}) c join ${monthsOfLog(facts)} on v.month >= c.acquisition_month
  union all select ${block.source}, acquisition_month, month, 0, ${seen}, ${margin} from ${table("mart_cohort_months")} m) r
group by source, acquisition_month, month`;
}

/** clv_cohorts: what each cohort did in each month of its life, and up to then. */
export function selectCohorts(inputs: MartInputs): Sql {
  const complete = sql`(month is null or month < date ${firstIncompleteMonth(inputs.facts)})`;
  const upTo = (what: string): Sql =>
    sql`sum(${raw(what)}) over (partition by attribute, source, acquisition_month order by month)`;
  const perCustomer = (what: string): Sql =>
    sql`cast(${raw(what)} as double precision) / nullif(customers, 0)`;
  const double = (what: string): Sql => sql`cast(${raw(what)} as double precision)`;
  return sql`select attribute, source, acquisition_month, ${monthsBetween(raw("acquisition_month"), raw("month"))} as age_months, month,
  customers, case when complete then customers else 0 end as eligible, active,
  case when complete then ${double("active")} / nullif(customers, 0) end as bought_share,
  orders, purchases, ${double("gross_revenue")} / nullif(orders, 0) as average_order_value,
  ${list(["gross_revenue", "refunds", "net_revenue", "margin"].map((name) => sql`${double(name)} as ${raw(name)}`))},
  ${perCustomer("net_so_far")} as cumulative_net_per_customer, ${perCustomer("margin_so_far")} as cumulative_margin_per_customer, complete
from (select c.*, gross_revenue - refunds as net_revenue, ${complete} as complete,
  ${upTo("gross_revenue - refunds")} as net_so_far, ${upTo("margin")} as margin_so_far
from (${ofBlocks(inputs.facts, (block) => cells(block, inputs))}) c) d`;
}

/** clv_cohort_ages: the cohorts of a source whose month of an age is over, together. */
export function selectAges({ table }: MartInputs): Sql {
  return sql`select attribute, source, age_months, count(*) as cohorts, cast(sum(eligible) as bigint) as eligible, cast(sum(active) as bigint) as active,
  cast(sum(active) as double precision) / cast(sum(eligible) as double precision) as bought_share,
  ${exactSum(raw("net_revenue"))} as net_revenue, ${exactSum(raw("cumulative_margin_per_customer * customers"))} / cast(sum(eligible) as double precision) as cumulative_margin_per_customer
from ${table("clv_cohorts")} c where complete and acquisition_month is not null
group by attribute, source, age_months`;
}
