import { exactSum } from "../../sql/exact-sum.js";
import { id, sql } from "../../sql/sql.js";
import { message } from "../../text/messages/message.js";
import { calendarDay } from "../../time/day-number.js";
import { declared } from "../declared.js";
import type { MartFacts } from "../facts.js";
import type { Mart } from "../mart.js";
import { ageColumns, cohortColumns, projectionColumns, totalColumns } from "./columns.js";
import { selectAges, selectCohorts } from "./observed.js";
import { prepareCohorts, residualColumn } from "./prepared.js";
import { selectProjection, selectTotals } from "./to-come.js";
import { cohortView } from "./view.js";

const cohort = ["attribute", "source", "acquisition_month"];

/** What the customers of each month and source did, month by month, and are expected to do. */
export const cohorts: Mart = {
  name: "clv_cohorts",
  question: "cohorts.question",
  uses: ["mart_customer_months", "mart_expected_months"],
  needs: ({ money }) => (money ? null : message("marts.noMoney")),
  prepare: prepareCohorts,
  tables: [
    {
      name: "clv_cohorts",
      holds:
        "Customers by month of the first purchase and source, at every age in calendar months; one row without a month for refunds of people without a purchase",
      grain: [...cohort, "age_months"],
      columns: () =>
        declared(cohortColumns, {
          adds: ["orders", "purchases", "gross_revenue", "refunds", "net_revenue", "margin"],
        }),
      replaces: "run",
      select: selectCohorts,
    },
    {
      name: "clv_cohort_ages",
      holds: "The same by age alone: the cohorts of a source whose month of that age is over",
      grain: ["attribute", "source", "age_months"],
      columns: () => ageColumns,
      replaces: "run",
      select: selectAges,
    },
    {
      name: "clv_cohort_totals",
      holds: "What a customer of each cohort has brought and is expected to bring",
      grain: cohort,
      columns: () => declared(totalColumns, { adds: ["customers", "residual_value"] }),
      replaces: "run",
      select: selectTotals,
    },
    {
      name: "clv_cohort_projection",
      holds: "What is expected of each cohort in each calendar month to come",
      grain: [...cohort, "age_months"],
      columns: () =>
        declared(projectionColumns, { adds: ["expected_purchases", "expected_revenue", "expected_margin"] }),
      replaces: "run",
      select: selectProjection,
    },
  ],
  identities: [
    {
      says: "net revenue of all cohorts",
      select: ({ table }) =>
        sql`select (select sum(net_revenue) from ${table("clv_cohorts")} c where attribute is null) as found, (select cast(sum(amount) as double precision) from ${table("transactions")} t) as expected`,
    },
    {
      says: "customers of all cohorts",
      select: ({ table }) =>
        sql`select (select sum(customers) from ${table("clv_cohorts")} c where attribute is null and age_months = 0) as found, (select count(*) from ${table("customers")} c) as expected`,
    },
    {
      says: "net revenue of the cohorts of every attribute",
      select: ({ table, facts }) =>
        sql`select sum(net_revenue) as found, ${1 + facts.attributes.length} * sum(case when attribute is null then net_revenue else 0 end) as expected from ${table("clv_cohorts")} c`,
    },
    {
      says: "expected value of all cohorts",
      select: ({ table, facts }) =>
        sql`select (select sum(residual_value) from ${table("clv_cohort_totals")} t where attribute is null) as found, (select ${exactSum(id(residualColumn(facts)))} from ${table("scores")} s) as expected`,
    },
    {
      says: "purchases expected of all cohorts to the longest horizon",
      select: ({ table, facts }) =>
        sql`select (select sum(expected_purchases) from ${table("clv_cohort_projection")} p where attribute is null) as found, (select ${exactSum(id(`expected_purchases_${facts.longestDays}d`))} from ${table("scores")} s) as expected
where ${reachesLongest(facts)}`,
    },
  ],
  view: cohortView,
};

/** Whether the months to come end with the longest horizon: not where that is more than five years away. */
function reachesLongest({ months, asOf, longestDays }: MartFacts): boolean {
  return calendarDay(months.at(-1)!.to)! - calendarDay(asOf)! === longestDays;
}
