import { historyKeys } from "../../sql/covariate-groups.js";
import { monthOf } from "../../sql/customer-months.js";
import { exactSum } from "../../sql/exact-sum.js";
import { double, id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { marginRate } from "../margin.js";
import type { MartInputs } from "../mart.js";
import type { MartServices } from "../services.js";
import { attributeColumns, blocks, cohortKey } from "./blocks.js";

/** What the tables of cohorts read: customers added up, so that none of them goes through customers again. */
export async function prepareCohorts(services: MartServices): Promise<void> {
  const { inputs, artifacts } = services;
  const grouped = artifacts.covariate_groups.rows > 0;
  await services.make("mart_cohort_months", cohortMonths(inputs));
  await services.make("mart_cohort_expected", cohortExpected(inputs, grouped));
  for (const { bounds, monthBounds, source } of blocks(inputs.facts)) {
    const key = cohortKey(source, monthOf(raw("first_day")));
    const groups = sql`select customer_id, ${key} as group_key from ${inputs.table("customers")} c`;
    await services.loadBounds(bounds, groups);
    await services.loadMonthBounds(monthBounds, groups);
  }
}

/** What tells cohorts apart: the month of the first purchase, every attribute, and what part of revenue is margin. */
export function cohortColumns({ facts }: Pick<MartInputs, "facts">): Sql {
  return list([raw("acquisition_month"), ...attributeColumns(facts), raw("margin_rate")]);
}

export function customersOf(inputs: MartInputs, more: readonly Sql[] = []): Sql {
  const columns = list([
    sql`c.customer_id, ${monthOf(raw("c.first_day"))} as acquisition_month`,
    ...attributeColumns(inputs.facts).map((column) => sql`c.${column}`),
    sql`${marginRate(inputs, "c")} as margin_rate`,
    ...more,
  ]);
  return sql`select ${columns} from ${inputs.table("customers")} c`;
}

/**
 * mart_cohort_months: what the customers of a cohort did in each month. What people gave back before their first purchase counts in the
 * month of that; people without a purchase are a cohort without a month.
 */
export function cohortMonths(inputs: MartInputs): Sql {
  const { table, facts } = inputs;
  const rows = sql`select ${list([
    raw("c.acquisition_month"),
    ...attributeColumns(facts).map((column) => sql`c.${column}`),
    sql`coalesce(c.margin_rate, ${double(facts.margin)}) as margin_rate`,
    raw(
      "case when m.month < c.acquisition_month then c.acquisition_month when c.customer_id is not null then m.month end as month",
    ),
    raw("m.purchases, m.orders, m.gross_revenue, m.refunds"),
  ])}
from ${table("mart_customer_months")} m left join (${customersOf(inputs)}) c on c.customer_id = m.customer_id`;
  const columns = cohortColumns(inputs);
  return sql`select ${columns}, month, ${list([
    raw("cast(sum(case when purchases > 0 then 1 else 0 end) as bigint) as active"),
    raw("cast(sum(purchases) as bigint) as purchases"),
    raw("cast(sum(orders) as bigint) as orders"),
    raw("cast(sum(gross_revenue) as decimal(38,4)) as gross_revenue"),
    raw("cast(sum(refunds) as decimal(38,4)) as refunds"),
  ])}
from (${rows}) r group by ${columns}, month`;
}

/**
 * mart_cohort_expected: what is expected of the customers of a cohort in each of the months to come, by their numbers: purchases_1, revenue_1, …;
 * and residual_value, the CLV to come for ever or of the longest horizon. Customers of the same history are added up before they meet
 * what is expected of it.
 * @param grouped whether customers and histories have a group of covariates
 */
export function cohortExpected(inputs: MartInputs, grouped: boolean): Sql {
  const { table, facts } = inputs;
  const keys = historyKeys(grouped);
  const columns = cohortColumns(inputs);
  const customers = customersOf(
    inputs,
    keys.map((key) => sql`c.${key}`),
  );
  const value = id(residualColumn(facts));
  const alike = sql`select ${columns}, ${list(keys)}, count(*) as customers, ${exactSum(raw("expected_spend"))} as spend, ${exactSum(raw("residual_value"))} as residual_value
from (select c.*, s.expected_spend, s.${value} as residual_value from (${customers}) c join ${table("scores")} s on s.customer_id = c.customer_id) k
group by ${columns}, ${list(keys)}`;
  const months = facts.months.flatMap((_, i) => {
    const [purchases, revenue] = [raw(`customers * purchases_${i + 1}`), raw(`spend * value_${i + 1}`)];
    return [
      sql`${exactSum(purchases)} as ${raw(`purchases_${i + 1}`)}`,
      sql`${exactSum(revenue)} as ${raw(`revenue_${i + 1}`)}`,
    ];
  });
  const same = keys.map((key) => sql`e.${key} = h.${key}`);
  return sql`select ${columns}, cast(sum(customers) as bigint) as customers, ${exactSum(raw("residual_value"))} as residual_value,
  ${list(months)}
from (${alike}) h join ${table("mart_expected_months")} e on ${list(same, " and ")}
group by ${columns}`;
}

/** The column of scores with what a customer is worth from now on: for ever where that is finite. */
export function residualColumn({ forEver, longestDays }: MartInputs["facts"]): string {
  return forEver ? "residual_clv" : `clv_${longestDays}d`;
}
