import { list, raw, type Sql, sql } from "../../sql/sql.js";
import { say } from "../../text/messages/say.js";
import { filtered } from "../filtered.js";
import type { MartView } from "../mart.js";
import { cohortKey } from "./blocks.js";

/** A row a cohort, the newest first, and the best one wherever it is. */
export const cohortView: MartView = {
  select({ table, config, dialect, facts }, { limit, filters }) {
    const rest = sql`acquisition_month desc, ${dialect.byBytes(raw("attribute"))}, ${dialect.byBytes(raw("source"))}`;
    const { minimumSegment } = config.targets;
    const cohort = raw("c.attribute, c.source, c.acquisition_month");
    const found = sql`select ${cohort}, max(c.customers) as customers, ${list([1, 6, 12].map((age) => sql`max(case when c.age_months = ${age} and c.complete then c.bought_share end) as ${raw(`bought_${age}`)}`))},
  coalesce(max(p.cumulative_margin_per_customer), max(case when c.age_months = ${lastOfYear} then c.cumulative_margin_per_customer end)) as first_year,
  max(t.value_to_date) as value_to_date, max(t.ltv) as ltv, max(t.ltv_lo80) as ltv_lo80, max(t.ltv_hi80) as ltv_hi80, max(t.ltv_horizon_days) as ltv_horizon_days
from ${table("clv_cohorts")} c join ${table("clv_cohort_totals")} t on ${sameCohort("t")}
left join ${table("clv_cohort_projection")} p on p.age_months = ${lastOfYear} and ${sameCohort("p")}
where ${list(conditions(filters), " and ")} group by ${cohort}`;
    const placed = sql`select f.*, row_number() over (order by case when customers >= ${minimumSegment} then 0 else 1 end, ${raw(facts.forEver ? "ltv" : "first_year")} desc nulls last, ltv desc, ${rest}) as place,
  row_number() over (order by ${rest}) as newest
from (${found}) f`;
    return sql`select attribute, source, acquisition_month, customers, bought_1, bought_6, bought_12, first_year, value_to_date, ltv, ltv_lo80, ltv_hi80, ltv_horizon_days, cast(place as bigint) as place, ${minimumSegment} as least
from (${placed}) p where place = 1 or newest < ${limit} order by ${rest}`;
  },
  columns: ({ forEver }) => [
    { name: "acquisition_month", heading: say("cohorts.month"), as: "month" },
    { name: "source", heading: say("cohorts.source"), as: "text" },
    { name: "customers", heading: say("cohorts.customers"), as: "count" },
    { name: "bought_1", heading: say("cohorts.inMonth", 1), as: "wholeShare" },
    { name: "bought_6", heading: say("cohorts.inMonth", 6), as: "wholeShare" },
    { name: "bought_12", heading: say("cohorts.inMonth", 12), as: "wholeShare" },
    ...(forEver ? [] : ([{ name: "value_to_date", heading: say("cohorts.toDate"), as: "money" }] as const)),
    { name: "first_year", heading: say("cohorts.firstYear"), as: "money" },
    ...(forEver
      ? ([
          { name: "ltv", heading: say("cohorts.ltv"), as: "money" },
          { name: "ltv_lo80", heading: say("cohorts.low"), as: "money" },
          { name: "ltv_hi80", heading: say("cohorts.high"), as: "money" },
        ] as const)
      : []),
  ],
  answer(rows, { currency, forEver }) {
    const best = rows.find((row) => Number(row.place) === 1);
    if (best === undefined) return say("cohorts.none");
    const number = (name: string): number | null => (best[name] == null ? null : Number(best[name]));
    return say("cohorts.best", {
      month: monthOf(best.acquisition_month),
      source: best.source == null ? null : String(best.source),
      currency: currency ?? "",
      customers: Number(best.customers),
      least: Number(best.least),
      toDate: Number(best.value_to_date),
      ltv: Number(best.ltv),
      firstYear: forEver ? null : number("first_year"),
      ...{ low: number("ltv_lo80"), high: number("ltv_hi80"), days: number("ltv_horizon_days") },
    });
  },
};

/** The age of the twelfth month, the one of the first purchase included: up to it cohorts of any age can be compared. */
const lastOfYear = 11;

function sameCohort(alias: "t" | "p"): Sql {
  const of = (name: string): Sql => raw(`${alias}.${name}`);
  return sql`coalesce(${of("attribute")}, '') = coalesce(c.attribute, '') and (${of("attribute")} is null) = (c.attribute is null)
  and ${cohortKey(of("source"), of("acquisition_month"))} = ${cohortKey(raw("c.source"), raw("c.acquisition_month"))}`;
}

/** All customers together, unless a source or an attribute is asked for. */
function conditions(filters: Readonly<Record<string, string>>): Sql[] {
  const one = "attribute" in filters || "source" in filters;
  const asked = filtered(filters, "c");
  return one ? [asked] : [raw("c.attribute is null"), asked];
}

/** yyyy-mm of what an engine gives for a date. */
function monthOf(date: unknown): string {
  return (date instanceof Date ? date.toISOString() : String(date)).slice(0, 7);
}
